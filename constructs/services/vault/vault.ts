import type { Construct } from 'constructs';
import { charts } from '../../../platform/versions.ts';
import { BackupClaim, HelmService, landmarks, noBackup, vaultPods } from '../../index.ts';
import { sizes, vaultValues } from './values.ts';

/**
 * Secrets at run time, and the injector that writes them into pods. After each restart it is sealed until a person (or a
 * key service) unseals it; what runs already goes on, what starts waits.
 *
 * @see https://developer.hashicorp.com/vault/docs/deploy/kubernetes/helm
 */
export class Vault extends HelmService {
  override readonly system = 'Vault';
  override readonly afterRestore = {
    byHand:
      'three people with a key each, or one with the kit, restore vault.snap of vault-snapshot-data and unseal it: docs/decisions/0018',
    shows: { run: 'k3s kubectl -n security exec vault-0 -- vault status', says: 'Sealed +false' },
  };

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { platform, machine } = this;
    // Sealed it is never ready, and nothing else may wait for that.
    this.install(charts.vault, vaultValues(platform, machine), { unready: true, byHand, ignoredFields: [caBundle] });
    const { port, service: name } = landmarks.vault;
    const server = { name, labels: vaultPods.server, ports: [port], resources: sizes.server };
    this.component('server', { ...server, reaches: [this.api] });
    const injector = { labels: vaultPods.injector, ports: [8080], resources: sizes.injector, calledByApi: 8080 };
    this.component('injector', { name: 'vault-agent-injector', ...injector, reaches: [this.api] });
    const backup = noBackup('its snapshot is saved instead: raft writes to these files all the time');
    const namespace = this.chart.namespaceName;
    new BackupClaim(this, 'backup', { machine, namespace, size: '2Gi', volume: 'data-vault-0', backup });
  }
}

/** The chart's StatefulSet replaces no pod by itself. */
const byHand =
  'if its server or configuration changed, delete vault-0 in security and unseal the new one three times: docs/decisions/0018';

/** The injector fills it in by itself. */
const caBundle = {
  group: 'admissionregistration.k8s.io',
  kind: 'MutatingWebhookConfiguration',
  pointers: ['/webhooks/0/clientConfig/caBundle'],
} as const;
