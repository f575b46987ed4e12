import { writeSealed } from '../sealed/store.ts';
import type { WritingTask } from './task.ts';

/**
 * Takes what has no sum as it stands, and writes one: files of before sums were kept, or a ciphertext that kubeseal made. A
 * sum that is there and differs is refused before this is asked.
 */
export function sum({ root, folder: { files }, lock }: WritingTask): string {
  const paths = writeSealed(root, { files }, lock);
  return [...paths.map((path) => `taken  ${path}`), `${paths.length} files written`, ''].join('\n');
}
