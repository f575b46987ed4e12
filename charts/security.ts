import { Authelia } from '../constructs/authelia.ts';
import { NamespaceChart } from '../constructs/namespace.ts';
import type { PlatformApp } from '../constructs/platform-app.ts';
import { Vault } from '../constructs/vault.ts';
import { VaultFeed } from '../constructs/vault-feed.ts';
import { VaultSnapshot } from '../constructs/vault-snapshot.ts';

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
