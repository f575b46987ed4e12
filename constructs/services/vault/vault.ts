import type { Construct } from 'constructs';
import { charts } from '../../../platform/versions.ts';
import { BackupClaim, ForeignPods, kubernetesApi, noBackup, Release, Service, vaultPods } from '../../index.ts';
import { sizes, vaultValues } from './values.ts';

/**
 * Secrets at run time, and the injector that writes them into pods. After each restart it is sealed until a person (or a
 * key service) unseals it; what runs already goes on, what starts waits.
 *
 * @see https://developer.hashicorp.com/vault/docs/deploy/kubernetes/helm
 */
export class Vault extends Service {
  override readonly system = 'Vault';

  constructor(scope: Construct, id: string) {
    super(scope, id, { layer: 'operators' });
    const { platform, machine } = this;
    const namespace = this.chart.namespaceName;
    new Release(this, 'release', {
      namespace,
      name: id,
      chart: charts.vault,
      // Sealed it is never ready, and nothing else may wait for that.
      unready: true,
      ignoredFields: [caBundle],
      values: vaultValues(platform, machine),
    });
    this.pods(namespace);
    const backup = noBackup('its snapshot is saved instead: raft writes to these files all the time');
    new BackupClaim(this, 'backup', { machine, namespace, size: '2Gi', volume: 'data-vault-0', backup });
  }

  private pods(namespace: string): void {
    const common = { machine: this.machine, reaches: [kubernetesApi(this.platform)] };
    new ForeignPods(this, 'server', {
      ...common,
      name: 'vault',
      pods: { namespace, labels: vaultPods.server, guarded: true },
      ports: [8200],
      resources: sizes.server,
    });
    new ForeignPods(this, 'injector', {
      ...common,
      name: 'vault-agent-injector',
      pods: { namespace, labels: vaultPods.injector, guarded: true },
      ports: [8080],
      resources: sizes.injector,
      calledByApi: 8080,
    });
  }
}

/** The injector fills it in by itself. */
const caBundle = {
  group: 'admissionregistration.k8s.io',
  kind: 'MutatingWebhookConfiguration',
  pointers: ['/webhooks/0/clientConfig/caBundle'],
} as const;
