import type { Construct } from 'constructs';
import type { Resources } from '../../platform/types.ts';
import { charts } from '../../platform/versions.ts';
import {
  chartResources,
  ForeignPods,
  internet,
  kubernetesApi,
  ownPlainWeb,
  ownWeb,
  Release,
  Service,
} from '../index.ts';

const small: Resources = { cpu: '10m', memory: '48Mi', memoryLimit: '128Mi' };

/**
 * Certificates from Let's Encrypt, renewed by themselves.
 *
 * @see https://cert-manager.io/docs/installation/helm/
 */
export class CertManager extends Service {
  override readonly system = 'cert-manager';

  constructor(scope: Construct, id: string) {
    super(scope, id, { layer: 'operators' });
    const { platform, machine } = this;
    const namespace = this.chart.namespaceName;
    const resources = chartResources(small);
    const nodeSelector = { 'kubernetes.io/hostname': machine.name };
    new Release(this, 'release', {
      namespace,
      name: id,
      chart: charts.certManager,
      values: {
        crds: { enabled: true, keep: true },
        global: { leaderElection: { namespace }, nodeSelector, priorityClassName: 'platform' },
        prometheus: { enabled: false },
        // A one-time job of the installation; Flux and Argo CD wait for the deployments anyway.
        startupapicheck: { enabled: false },
        resources,
        webhook: { resources },
        cainjector: { resources },
        config: {
          apiVersion: 'controller.config.cert-manager.io/v1alpha1',
          kind: 'ControllerConfiguration',
          acmeHTTP01Config: {
            solverResourceRequestCPU: '10m',
            solverResourceRequestMemory: '32Mi',
            solverResourceLimitsMemory: '64Mi',
          },
        },
      },
    });
    const api = kubernetesApi(platform);
    const pods = (component: string) => ({
      namespace,
      guarded: true,
      labels: { 'app.kubernetes.io/instance': id, 'app.kubernetes.io/component': component },
    });
    new ForeignPods(this, 'controller', {
      name: id,
      pods: pods('controller'),
      machine,
      resources: small,
      // Before it asks Let's Encrypt it looks at our own hosts the way the internet does.
      reaches: [api, internet.https, ownPlainWeb(platform), ownWeb(platform)],
    });
    new ForeignPods(this, 'webhook', {
      name: `${id}-webhook`,
      pods: pods('webhook'),
      ports: [10250],
      machine,
      resources: small,
      reaches: [api],
      calledByApi: 10250,
    });
    new ForeignPods(this, 'cainjector', {
      name: `${id}-cainjector`,
      pods: pods('cainjector'),
      machine,
      resources: small,
      reaches: [api],
    });
  }
}
