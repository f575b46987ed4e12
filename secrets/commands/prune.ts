import type { SealedFile } from '../sealed/sealed-file.ts';
import { writeSealed } from '../sealed/store.ts';
import type { WritingTask } from './task.ts';

/** Deletes what nobody declares, in any phase and for either engine. */
export function prune({ root, status: { values, orphans }, folder: { files }, lock }: WritingTask): string {
  if (values.length === 0) throw new Error('no service declares any secret: refusing to delete all of sealed/');
  const pruned = new Map<string, SealedFile | undefined>();
  for (const { secret, key } of orphans) {
    const keys = { ...(pruned.get(secret) ?? files.get(secret))?.keys };
    if (key !== undefined) delete keys[key];
    pruned.set(secret, key === undefined ? undefined : { keys });
  }
  const paths = writeSealed(root, { files: pruned }, lock);
  const lines = orphans.map(({ secret, key }) => `deleted ${secret}${key === undefined ? '' : ` ${key}`}`);
  return [...lines, `${orphans.length} orphans deleted, ${paths.length} files changed`, ''].join('\n');
}
