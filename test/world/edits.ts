import { dice } from './dice.ts';
import type { Edit } from './scene.ts';
import { scopes } from './scopes/index.ts';

/**
 * Every edit that somebody thought of, and by chance as many more as are wanted. The same seed gives the same edits.
 *
 * @param atLeast how many; those that somebody thought of are always there
 */
export function edits(seed: number, atLeast: number): readonly Edit[] {
  const chance = dice(seed);
  const thought = scopes.flatMap((scope) => scope.cases(chance));
  const drawn = scopes.flatMap(({ draw }) => (draw ? [draw] : []));
  const missing = Math.max(0, atLeast - thought.length);
  return [...thought, ...Array.from({ length: missing }, (_, index) => pick(drawn, index)(chance))];
}

/** Some of them, evenly spread: what the tests of every day have time for. */
export function someEdits(seed: number, count: number): readonly Edit[] {
  const all = edits(seed, 0);
  const first = dice(seed).roll(all.length);
  return Array.from({ length: Math.min(count, all.length) }, (_, index) =>
    pick(all, first + Math.floor((index * all.length) / count)),
  );
}

const pick = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;
