/**
 * What is written may have any shape, since it may be wrong. Each of these takes what has the shape that it asks for and
 * nothing of the rest: that the rest is wrong, the check of schemas says.
 */
export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});

/** What stands at a path of keys; undefined where it leads nowhere. */
export const at = (value: unknown, ...keys: readonly string[]): unknown =>
  keys.reduce<unknown>((inner, key) => fieldsOf(inner)[key], value);

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The objects of a list. */
export const itemsOf = (value: unknown): readonly Fields[] => listOf(value).filter(isFields);

export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

export const flagOf = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);

export const textsOf = (value: unknown): readonly string[] =>
  listOf(value).filter((item): item is string => typeof item === 'string');

/** Labels and their like. */
export const textMapOf = (value: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(fieldsOf(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );

/** Calls `see` with every text inside a value, the key it stands under, and its path. */
export function eachText(
  value: unknown,
  see: (text: string, key: string, path: readonly string[]) => void,
  path: readonly string[] = [],
): void {
  if (typeof value === 'string') see(value, path.at(-1) ?? '', path);
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) eachText(item, see, [...path, String(index)]);
  } else if (isFields(value)) {
    for (const [key, item] of Object.entries(value)) eachText(item, see, [...path, key]);
  }
}
