import { hasOrder } from '../../diff/compare/lists.ts';
import { isFields } from '../../synth/reading/json.ts';

/** The same numbers for the same seed. @returns a function that gives one from 0 up to, not including, its argument */
export function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A value with one field otherwise, and where. */
export interface Mutation {
  readonly path: readonly (string | number)[];
  readonly kind: 'changed' | 'removed';
  readonly value: unknown;
}

/** Every way of changing or removing one field of a value. */
export function* mutationsOf(value: unknown): Generator<Mutation> {
  for (const path of pathsIn(value, [])) {
    const found = path.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], value);
    if (typeof found !== 'object') yield { path, kind: 'changed', value: replaced(value, path, otherThan(found)) };
    if (typeof path.at(-1) === 'string' && found !== null)
      yield { path, kind: 'removed', value: replaced(value, path) };
  }
}

function* pathsIn(value: unknown, path: readonly (string | number)[]): Generator<readonly (string | number)[]> {
  if (path.length > 0) yield path;
  if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* pathsIn(item, [...path, index]);
  else if (isFields(value)) for (const [key, item] of Object.entries(value)) yield* pathsIn(item, [...path, key]);
}

function otherThan(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  return value === null ? 'something' : `${value}x`;
}

/** A copy in which one place holds something else, or is gone. */
function replaced(value: unknown, [key, ...rest]: readonly (string | number)[], by?: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? replaced(item, rest, by) : item));
  const entries = Object.entries(value as object);
  return Object.fromEntries(
    entries.flatMap(([name, item]) => {
      if (name !== key) return [[name, item]];
      const inner = replaced(item, rest, by);
      return inner === undefined ? [] : [[name, inner]];
    }),
  );
}

/** The same value, with keys in another order, and lists whose order means nothing. */
export function shuffled(value: unknown, random: (below: number) => number, path: readonly string[] = []): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => shuffled(item, random, [...path, '[]']));
    return hasOrder(path, false) ? items : mixed(items, random);
  }
  if (!isFields(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, shuffled(item, random, [...path, key])] as const);
  return Object.fromEntries(mixed(entries, random));
}

function mixed<T>(items: readonly T[], random: (below: number) => number): readonly T[] {
  const left = [...items];
  return items.map(() => left.splice(random(left.length), 1)[0] as T);
}
