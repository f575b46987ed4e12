import { landmarks } from '../constructs/facts/landmarks.ts';
import type { PlatformApp } from '../constructs/facts/platform-app.ts';
import type { Inventory } from '../constructs/inventory.ts';
import { NamespaceChart } from '../constructs/namespace/namespace.ts';
import { Authelia } from '../constructs/services/authelia/authelia.ts';
import { VaultFeed } from '../constructs/services/vault/feed.ts';
import { VaultSnapshot } from '../constructs/services/vault/snapshot.ts';
import { Vault } from '../constructs/services/vault/vault.ts';

/** Who may come in, and from phase 3 on what they may know. */
export class Security extends NamespaceChart {
  private readonly hasVault: boolean;

  constructor(app: PlatformApp, { exposures }: Pick<Inventory, 'exposures'>) {
    super(app, landmarks.vault.namespace, { tier: 'prod', layer: 'operators' });
    this.hasVault = app.platform.phase >= 3;
    if (this.hasVault) new Vault(this, landmarks.vault.service);
    new Authelia(this, landmarks.authelia.service, { exposures });
    if (this.hasVault) new VaultSnapshot(this, 'vault-snapshot');
  }

  /** Feeds Vault with what everybody claims, the portal included. */
  feed(inventory: Inventory): void {
    if (this.hasVault) new VaultFeed(this, 'vault-feed', inventory);
  }
}
