import type { Inventory } from '../../constructs/inventory.ts';
import type { Platform } from '../../platform/types.ts';
import type { Model } from './model.ts';

/** Composes each variant of a platform once: two tables of the report, and the look for leftovers, ask for the same ones. */
export function eachOnce(platform: Platform, inventoryIn: Model['inventoryIn']): Model['inventoryIn'] {
  const known = new Map<string, Inventory>();
  return ({ phase, gitops }) => {
    const name = `${phase ?? platform.phase} ${gitops ?? platform.gitops}`;
    const inventory = known.get(name) ?? inventoryIn({ ...(phase && { phase }), ...(gitops && { gitops }) });
    known.set(name, inventory);
    return inventory;
  };
}
