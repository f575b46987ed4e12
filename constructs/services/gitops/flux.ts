import type { Construct } from 'constructs';
import { FluxInstance } from '../../../imports/fluxcd.controlplane.io.ts';
import { Kustomization } from '../../../imports/kustomize.toolkit.fluxcd.io.ts';
import type { Layer, Resources } from '../../../platform/types.ts';
import { charts, fluxVersion } from '../../../platform/versions.ts';
import {
  bootstrapChart,
  chartResources,
  ForeignPods,
  internet,
  kubernetesApi,
  MetricsTarget,
  Service,
} from '../../index.ts';
import { deployToken } from './git-repository.ts';

/** The layers that a GitOps engine takes, each after the one before it is healthy. */
export const layers = ['operators', 'configuration', 'services'] as const satisfies readonly Layer[];

const operator: Resources = { cpu: '50m', memory: '64Mi', memoryLimit: '256Mi' };
/** Of each controller; a patch of the FluxInstance sets it. */
const controller: Resources = { cpu: '50m', memory: '64Mi', memoryLimit: '256Mi' };

const smallControllers = JSON.stringify([
  { op: 'replace', path: '/spec/template/spec/containers/0/resources', value: chartResources(controller) },
]);

/** flux-operator, from K3s's auto-deploy folder, and the pods that it makes. @see https://fluxoperator.dev/docs */
export class FluxOperator extends Service {
  override readonly system = 'Flux or Argo CD';

  constructor(scope: Construct, id: string) {
    super(scope, id, { layer: 'bootstrap' });
    bootstrapChart(this, charts.fluxOperator, {
      web: { enabled: false },
      // Ours do not exist yet when K3s installs this.
      priorityClassName: 'system-cluster-critical',
      resources: chartResources(operator),
    });
    this.controllers();
  }

  private controllers(): void {
    const namespace = this.chart.namespaceName;
    const api = kubernetesApi(this.platform);
    const common = { machine: this.machine, resources: controller };
    const pods = (app: string) => ({ namespace, labels: { app }, guarded: true });
    const notification = new ForeignPods(this, 'notification', {
      ...common,
      name: 'notification-controller',
      pods: pods('notification-controller'),
      ports: [9090],
      reaches: [api],
    });
    const source = new ForeignPods(this, 'source', {
      ...common,
      name: 'source-controller',
      pods: pods('source-controller'),
      ports: [9090],
      reaches: [api, notification, internet.https],
    });
    for (const name of ['kustomize-controller', 'helm-controller']) {
      new ForeignPods(this, name, { ...common, name, pods: pods(name), reaches: [api, source, notification] });
    }
    const labels = { 'app.kubernetes.io/name': 'flux-operator' };
    const own = { name: 'flux-operator', machine: this.machine, pods: { namespace, labels, guarded: true } };
    new ForeignPods(this, 'operator', { ...own, ports: [8080], resources: operator, reaches: [api] });
    new MetricsTarget(this, 'metrics', { owner: { ...own, ports: { http: 8080 } }, metrics: {} });
  }
}

/**
 * Flux itself, pointed at this repository's `dist/flux`. A file of its own: K3s applies it again until the operator has
 * brought its CRD.
 *
 * @see https://fluxoperator.dev/docs/crd/fluxinstance/
 */
export class Flux extends Service {
  override readonly system = 'Flux or Argo CD';

  constructor(scope: Construct, id: string) {
    super(scope, id, { layer: 'bootstrap' });
    const { repository } = this.platform.owner;
    const pullSecret = deployToken(this, repository)?.secret.name;
    new FluxInstance(this, 'instance', {
      metadata: { name: 'flux', namespace: this.chart.namespaceName },
      spec: {
        distribution: { version: fluxVersion.slice(1), registry: 'ghcr.io/fluxcd' },
        components: ['source-controller', 'kustomize-controller', 'helm-controller', 'notification-controller'],
        // Its own policies let every controller reach everything; ours stand in the file of the operator.
        cluster: { type: 'kubernetes', size: 'small', networkPolicy: false },
        kustomize: { patches: [{ target: { kind: 'Deployment' }, patch: smallControllers }] },
        sync: {
          kind: 'GitRepository',
          url: repository.url,
          ref: `refs/heads/${repository.branch}`,
          path: 'dist/flux',
          interval: '2m',
          pullSecret,
        },
      },
    });
  }
}

/** One Kustomization a layer. @see https://fluxcd.io/flux/components/kustomize/kustomizations/ */
export class FluxLayers extends Service {
  override readonly system = 'Flux or Argo CD';

  constructor(scope: Construct, id: string) {
    super(scope, id, { layer: 'gitops' });
    const namespace = this.chart.namespaceName;
    for (const [index, layer] of layers.entries()) {
      const before = layers[index - 1];
      new Kustomization(this, layer, {
        metadata: { name: layer, namespace },
        spec: {
          interval: '10m',
          retryInterval: '1m',
          timeout: '15m',
          path: `./dist/kubernetes/${layer}`,
          prune: true,
          wait: true,
          sourceRef: { kind: 'GitRepository', name: namespace },
          dependsOn: before && [{ name: before }],
        },
      });
    }
  }
}
