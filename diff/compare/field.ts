/** One thing that is written otherwise: the smallest part of an object that differs. */
export interface Field {
  /** Keys from the object down; an item of a list stands in brackets. Empty: the object itself came or went. */
  readonly path: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
}

/** `spec.template.spec.containers[web].image`. */
export function readablePath(path: readonly string[]): string {
  return path.reduce((text, key) => (key.startsWith('[') || text === '' ? `${text}${key}` : `${text}.${key}`), '');
}

/** Whether a field lies at or below a path. */
export const isBelow = ({ path }: Field, ...keys: readonly string[]): boolean =>
  keys.every((key, index) => path[index] === key);

/** Whether a key stands anywhere in the path. */
export const passes = ({ path }: Field, ...keys: readonly string[]): boolean => keys.every((key) => path.includes(key));

export const lastKey = ({ path }: Field): string => path.at(-1) ?? '';
