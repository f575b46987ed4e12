import { isFields } from '../../synth/reading/json.ts';
import { readText } from '../tree/texts.ts';
import type { Field } from './field.ts';
import { canonical, hasOrder, keyOfItems } from './lists.ts';
import { sameQuantity } from './quantities.ts';

type Path = readonly string[];

interface Where {
  readonly path: Path;
  /** Inside a text of another language, or a file of ours: there the order of a list means what its reader makes of it. */
  readonly inText: boolean;
}

/**
 * What differs between two values, by the smallest fields. Not: the order of keys, `null` for what is not there, the order of
 * a list whose order means nothing, and how a text is laid out that is a value itself.
 *
 * @param inText whether the lists are read in order unless they mean a set
 */
export function fieldsBetween(before: unknown, after: unknown, inText = false): readonly Field[] {
  return between(before, after, { path: [], inText });
}

function between(before: unknown, after: unknown, where: Where): readonly Field[] {
  const [old, fresh] = [before ?? undefined, after ?? undefined];
  if (old === fresh) return [];
  if (isFields(old) && isFields(fresh)) return mapFields(old, fresh, where);
  if (Array.isArray(old) && Array.isArray(fresh)) return listFields(old, fresh, where);
  if (typeof old === 'string' && typeof fresh === 'string') return textFields(old, fresh, where);
  return leaf(old, fresh, where);
}

function leaf(before: unknown, after: unknown, { path, inText }: Where): readonly Field[] {
  return !inText && sameQuantity(path, before, after) ? [] : [{ path, before, after }];
}

const below = ({ path, inText }: Where, key: string): Where => ({ path: [...path, key], inText });

function mapFields(before: Readonly<Record<string, unknown>>, after: typeof before, where: Where): readonly Field[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => between(before[key], after[key], below(where, key)));
}

function textFields(before: string, after: string, where: Where): readonly Field[] {
  const key = where.path.findLast((one) => !one.startsWith('[')) ?? '';
  const [old, fresh] = [readText(key, before), readText(key, after)];
  if (old === undefined || fresh === undefined) return leaf(before, after, where);
  return between(old, fresh, { path: where.path, inText: true });
}

function listFields(before: readonly unknown[], after: readonly unknown[], where: Where): readonly Field[] {
  const name = keyOfItems(before, after);
  if (name) return keyedFields(before, after, where, name);
  const scalar = [...before, ...after].every((item) => typeof item !== 'object' || item === null);
  if (!hasOrder(where.path, where.inText)) return unorderedFields(before, after, where);
  return scalar ? sequenceFields(before, after, where) : orderedFields(before, after, where);
}

type Name = (item: unknown) => string;

function keyedFields(before: readonly unknown[], after: readonly unknown[], where: Where, name: Name) {
  const [old, fresh] = [before, after].map((list) => new Map(list.map((item) => [name(item), item])));
  const both = [...(old?.keys() ?? [])].filter((key) => fresh?.has(key));
  const inside = both.flatMap((key) => between(old?.get(key), fresh?.get(key), below(where, `[${key}]`)));
  const lone = (list: readonly unknown[], other?: ReadonlyMap<string, unknown>) =>
    list.filter((item) => !other?.has(name(item)));
  const [gone, come] = [lone(before, fresh), lone(after, old)];
  const order = hasOrder(where.path, where.inText) ? orderField(both, after.map(name), where) : [];
  return [...inside, ...loneFields(gone, come, where, name), ...order];
}

/** The items that are on both sides have changed places. */
function orderField(both: readonly string[], after: readonly string[], { path }: Where): readonly Field[] {
  const order = after.filter((name) => both.includes(name));
  return canonical(both) === canonical(order) ? [] : [{ path: [...path, '(order)'], before: both, after: order }];
}

/** What left and what came: an item that differs in one field alone is the same item. */
function loneFields(gone: readonly unknown[], come: readonly unknown[], where: Where, name: Name): readonly Field[] {
  const left = [...come];
  const removed = gone.flatMap((item) => {
    const place = below(where, `[${name(item)}]`);
    const index = left.findIndex((other) => between(item, other, place).length <= 1);
    if (index < 0) return leaf(item, undefined, place);
    const [same] = left.splice(index, 1);
    return between(item, same, place);
  });
  return [...removed, ...left.flatMap((item) => leaf(undefined, item, below(where, `[${name(item)}]`)))];
}

/** Items without a name: what is equal on both sides is taken away, the rest is what differs. */
function unorderedFields(before: readonly unknown[], after: readonly unknown[], where: Where): readonly Field[] {
  return restFields(withoutEquals(before, after), labelOf(before, after), where);
}

function orderedFields(before: readonly unknown[], after: readonly unknown[], where: Where): readonly Field[] {
  const rest = withoutEquals(before, after);
  if (rest.gone.length + rest.come.length > 0) return restFields(rest, labelOf(before, after), where);
  return orderField(before.map(canonical), after.map(canonical), where);
}

type Rest = ReturnType<typeof withoutEquals>;

/** The only one that is left on each side is the same one, however much of it differs. */
function restFields(rest: Rest, name: Name, where: Where): readonly Field[] {
  // Two that differ in the order of a set alone are equal: each is taken away before one with a difference is taken for it.
  const { gone, come } = withoutPairs(rest.gone, rest.come, (item, others) =>
    others.findIndex((other) => between(item, other, where).length === 0),
  );
  const [old, fresh] = [gone[0], come[0]];
  const only = gone.length === 1 && come.length === 1 && isFields(old) && isFields(fresh);
  return only ? mapFields(old, fresh, below(where, `[${name(old)}]`)) : loneFields(gone, come, where, name);
}

function withoutEquals(before: readonly unknown[], after: readonly unknown[]) {
  const texts = after.map(canonical);
  return withoutPairs(before, after, (item) => {
    const index = texts.indexOf(canonical(item));
    if (index >= 0) texts.splice(index, 1);
    return index;
  });
}

/** What is left of two lists without the pairs that are found: each item's place among the others that are left, or -1. */
function withoutPairs(
  before: readonly unknown[],
  after: readonly unknown[],
  pairOf: (item: unknown, others: readonly unknown[]) => number,
) {
  const come = [...after];
  const gone = before.filter((item) => {
    const index = pairOf(item, come);
    if (index >= 0) come.splice(index, 1);
    return index < 0;
  });
  return { gone, come };
}

/** A word is its own name; anything else is known by its place, and what came by its place among what is there now. */
function labelOf(before: readonly unknown[], after: readonly unknown[]): Name {
  return (item) => {
    if (typeof item !== 'object' || item === null) return String(item);
    const place = before.indexOf(item);
    return place < 0 ? `+${after.indexOf(item)}` : String(place);
  };
}

/** Words in order: what both begin and end with is the same, and what lies between has changed. */
function sequenceFields(before: readonly unknown[], after: readonly unknown[], where: Where): readonly Field[] {
  const shorter = Math.min(before.length, after.length);
  let first = 0;
  while (first < shorter && before[first] === after[first]) first += 1;
  let last = 0;
  while (last < shorter - first && before.at(-1 - last) === after.at(-1 - last)) last += 1;
  const middle = (list: readonly unknown[]) => list.slice(first, list.length - last);
  const [old, fresh] = [middle(before), middle(after)];
  const place = below(where, `[${first}]`);
  if (old.length === 0 && fresh.length === 0) return [];
  if (old.length === 1 && fresh.length === 1) return between(old[0], fresh[0], place);
  return leaf(old.length > 0 ? old : undefined, fresh.length > 0 ? fresh : undefined, place);
}
