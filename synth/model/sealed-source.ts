import type { SealedStore } from '../../constructs/facts/sealed-store.ts';
import type { Inventory } from '../../constructs/inventory.ts';
import type { Platform } from '../../platform/types.ts';
import type { Finding } from './finding.ts';

type Declared = Pick<Inventory, 'secrets'>;

/** `sealed/` as synth sees it. */
export interface SealedSource {
  readonly store: SealedStore;
  /** Values that nobody can open, as `namespace/name key`. */
  readonly placeholders: readonly string[];
  /** Check 6 of what lies there. @param inventoryOf composes a variant of the platform */
  findings(platform: Platform, declared: Declared, inventoryOf: (variant: Platform) => Declared): readonly Finding[];
}
