import type { SealedSource } from '../../synth/model/sealed-source.ts';
import { leftoversOf } from './orphans.ts';
import { readSealedStore } from './store.ts';

/** Reads `sealed/` below the repository's root. @throws as `readSealedStore` does. */
export function sealedSource(root: string): SealedSource {
  const folder = readSealedStore(root);
  return {
    store: folder.store,
    placeholders: [...folder.files].flatMap(([secret, { keys }]) =>
      Object.entries(keys).flatMap(([key, { placeholder }]) => (placeholder ? [`${secret} ${key}`] : [])),
    ),
    leftovers: ({ platform, inventory, inventoryIn }) => leftoversOf(platform, inventory, folder, inventoryIn),
  };
}
