import type { PlatformApp } from '../constructs/facts/platform-app.ts';
import { NamespaceChart } from '../constructs/namespace/namespace.ts';
import { Authelia } from '../constructs/services/authelia/authelia.ts';
import { VaultFeed } from '../constructs/services/vault/feed.ts';
import { VaultSnapshot } from '../constructs/services/vault/snapshot.ts';
import { Vault } from '../constructs/services/vault/vault.ts';

/** Who may come in, and from phase 3 on what they may know. */
export class Security extends NamespaceChart {
  constructor(app: PlatformApp) {
    super(app, 'security', { tier: 'prod', layer: 'operators' });
    if (app.platform.phase >= 3) new Vault(this, 'vault');
    new Authelia(this, 'authelia');
    if (app.platform.phase < 3) return;
    new VaultSnapshot(this, 'vault-snapshot');
    new VaultFeed(this, 'vault-feed');
  }
}
