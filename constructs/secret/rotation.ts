import type { Recipe } from './secret.ts';

/** Days after which a value is due for another one, where the recipe's maker says nothing. A digest follows its source. */
export const rotationDays = { random: 180, rsa: 730, given: 365, terraform: 365, digest: undefined } as const;

/** The interval of a recipe in days; undefined: it is never due by itself. */
export function intervalOf({ rotate, from }: Recipe): number | undefined {
  if (typeof rotate === 'object') return undefined;
  return rotate ?? rotationDays[from];
}

/** The reason for which a value must never be replaced by itself. */
export const neverOf = ({ rotate }: Recipe): string | undefined =>
  typeof rotate === 'object' ? rotate.never : undefined;
