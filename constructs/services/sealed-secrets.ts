import type { Construct } from 'constructs';
import type { Resources } from '../../platform/types.ts';
import { charts } from '../../platform/versions.ts';
import { chartResources, HelmService } from '../index.ts';

const resources: Resources = { cpu: '10m', memory: '48Mi', memoryLimit: '128Mi' };

/**
 * Opens what Git holds sealed. It never makes a new key by itself: a key that nobody carried to the safe is a key that is
 * lost with the cluster.
 *
 * @see https://github.com/bitnami/sealed-secrets
 */
export class SealedSecretsController extends HelmService {
  override readonly system = 'Sealed Secrets';
  override readonly brings = { groups: ['bitnami.com'] };

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.install(charts.sealedSecrets, {
      fullnameOverride: 'sealed-secrets-controller',
      keyrenewperiod: '0',
      // The chart would let every authenticated account reach the controller through the API server.
      rbac: { serviceProxier: { create: false, bind: false } },
      priorityClassName: 'platform',
      nodeSelector: this.nodeSelector,
      resources: chartResources(resources),
    });
    const labels = { 'app.kubernetes.io/name': 'sealed-secrets', 'app.kubernetes.io/instance': id };
    this.component('controller', { name: id, labels, ports: [8080], resources, reaches: [this.api] });
  }
}
