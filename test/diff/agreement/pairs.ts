import { createHash } from 'node:crypto';
import { objectOf } from '../../../diff/tree/manifests.ts';
import { manifestSections } from '../../../diff/tree/tree.ts';
import type { Fields } from '../../support/manifests.ts';
import { corpus } from '../pairs/index.ts';
import { noChange } from '../pairs/no-change.ts';
import { type Piece, tree } from '../pieces.ts';

/** A pair of the corpus, by what it is called in the answers. */
export interface Pair {
  readonly name: string;
  readonly before: readonly Piece[];
  readonly after: readonly Piece[];
  readonly says: readonly string[];
}

/** Every pair that something is said of, and every one that is said to be no change. */
export const pairs: readonly Pair[] = [
  ...Object.entries(corpus).flatMap(([name, rows]) =>
    rows.map(({ title, ...row }): Pair => ({ name: `${name}: ${title}`, ...row })),
  ),
  ...noChange.map(([title, before, after]): Pair => ({ name: `no change: ${title}`, before, after, says: [] })),
];

/** What the answers were given to: another pair under the same name has to be asked again. */
export const sumOf = ({ before, after }: Pair): string =>
  createHash('sha256')
    .update(JSON.stringify([before, after]))
    .digest('hex')
    .slice(0, 12);

/** An object, and the file of `dist/` that it lies in. */
export interface Placed {
  readonly file: string;
  readonly object: Fields;
}

/** The objects of some pieces, by what the report calls them. */
export function objectsOf(pieces: readonly Piece[]): ReadonlyMap<string, Placed> {
  const objects = manifestSections(tree(...pieces)).map((section) => objectOf(section, new Map()));
  return new Map(objects.map(({ id, file, value }) => [id, { file, object: value as Fields }]));
}
