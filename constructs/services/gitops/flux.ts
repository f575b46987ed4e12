import type { Construct } from 'constructs';
import {
  FluxInstance,
  type FluxInstanceSpec,
  type FluxInstanceSpecSync,
} from '../../../imports/fluxcd.controlplane.io.ts';
import { fluxVersion } from '../../../platform/versions.ts';
import { chartResources, keepOnDeploy, Service } from '../../index.ts';
import { controller } from './flux-operator.ts';
import { deployToken } from './git-repository.ts';

const components: FluxInstanceSpec['components'] = [
  'source-controller',
  'kustomize-controller',
  'helm-controller',
  'notification-controller',
];

/**
 * A folder that is sick keeps a worker busy until its time is up, so there is one for each; and a newer commit, which may be the
 * cure, does not wait for that either.
 */
const neverInTheWay = JSON.stringify([
  ...['--concurrent=50', '--feature-gates=CancelHealthCheckOnNewRevision=true'].map((value) => ({
    op: 'add',
    path: '/spec/template/spec/containers/0/args/-',
    value,
  })),
]);

const smallControllers = JSON.stringify([
  { op: 'replace', path: '/spec/template/spec/containers/0/resources', value: chartResources(controller) },
]);

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
    const sync = this.sync();
    new FluxInstance(this, 'instance', {
      metadata: { name: 'flux', namespace: this.chart.namespaceName, labels: keepOnDeploy },
      spec: {
        distribution: { version: fluxVersion.slice(1), registry: 'ghcr.io/fluxcd' },
        components,
        // Its own policies let every controller reach everything; ours stand in the file of the operator.
        cluster: { type: 'kubernetes', size: 'small', networkPolicy: false },
        kustomize: {
          patches: [
            { target: { kind: 'Deployment' }, patch: smallControllers },
            { target: { kind: 'Deployment', name: 'kustomize-controller' }, patch: neverInTheWay },
          ],
        },
        sync,
      },
    });
  }

  private sync(): FluxInstanceSpecSync {
    const { repository } = this.platform.owner;
    return {
      kind: 'GitRepository',
      url: repository.url,
      ref: `refs/heads/${repository.branch}`,
      path: 'dist/flux',
      interval: '2m',
      pullSecret: deployToken(this, repository)?.secret.name,
    };
  }
}
