import type { SealedStore } from '../../constructs/facts/sealed-store.ts';
import type { Model } from './model.ts';

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

/** `sealed/` as synth sees it. */
export interface SealedSource {
  readonly store: SealedStore;
  /** Values that nobody can open, as `namespace/name key`. */
  readonly placeholders: readonly string[];
  leftovers(model: Pick<Model, 'platform' | 'inventory' | 'inventoryIn'>): Leftovers;
}
