import type { Files } from '../synth/model/files.ts';
import type { Change } from './change/change.ts';
import type { Leftover } from './change/leftover.ts';
import { classify } from './classes/index.ts';
import { changesBetween } from './compare/changed.ts';
import { leftoversOf } from './leftovers.ts';
import type { Ground } from './sides/ground.ts';
import { Side } from './sides/side.ts';
import type { Known } from './tree/texts.ts';

/** What happens when one tree takes the place of another. */
export interface Difference {
  /** From the worst. */
  readonly changes: readonly Change[];
  readonly leftovers: readonly Leftover[];
}

/** Compares two trees of `dist/` by what they mean. @throws UnreadableTree */
export function differenceBetween(before: Files, after: Files, ground: Ground): Difference {
  const known: Known = new Map();
  const changes = changesBetween(before, after, known);
  const sides = { before: new Side(before, ground, known), after: new Side(after, ground, known) };
  return { changes: classify(changes, sides), leftovers: leftoversOf(changes, sides.after) };
}
