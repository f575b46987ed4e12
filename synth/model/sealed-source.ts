import type { SealedStore } from '../../constructs/facts/sealed-store.ts';
import type { Inventory } from '../../constructs/inventory.ts';
import type { Platform } from '../../platform/types.ts';

type Declared = Pick<Inventory, 'secrets'>;

/** A sealed secret, or one key of it. */
export interface SealedPlace {
  /** `namespace/name`. */
  readonly secret: string;
  readonly key?: string;
}

/** What lies in `sealed/` and should not. */
export interface Leftovers {
  /** Ciphertext that nobody declares, in any phase and for either engine. */
  readonly orphans: readonly SealedPlace[];
  /** Digests that belong to another value than the one which is sealed. */
  readonly strangers: readonly SealedPlace[];
}

/** Composes the inventory of a variant of the platform. */
export type InventoryOf = (variant: Platform) => Declared;

/** `sealed/` as synth sees it. */
export interface SealedSource {
  readonly store: SealedStore;
  /** Values that nobody can open, as `namespace/name key`. */
  readonly placeholders: readonly string[];
  leftovers(platform: Platform, declared: Declared, inventoryOf: InventoryOf): Leftovers;
}
