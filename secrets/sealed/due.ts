import { intervalOf } from '../../constructs/secret/rotation.ts';
import type { Recipe } from '../../constructs/secret/secret.ts';
import type { SealedValue } from './sealed-file.ts';

const day = 86_400_000;

/** How old a value is, and when it is due. */
export interface Age {
  /** Whole days. */
  readonly days: number;
  /** `2026-11-23`; undefined when it is never due by itself. */
  readonly due: string | undefined;
  readonly overdue: boolean;
}

/** The only place that compares a date with a clock; synth never asks. A placeholder has no age. */
export function ageOf(recipe: Recipe, value: SealedValue | undefined, now: Date): Age | undefined {
  if (!value || value.placeholder) return undefined;
  const made = Date.parse(`${value.made}T00:00:00Z`);
  const interval = intervalOf(recipe);
  const due = interval === undefined ? undefined : made + interval * day;
  return {
    days: Math.max(0, Math.floor((now.getTime() - made) / day)),
    due: due === undefined ? undefined : dayOf(new Date(due)),
    overdue: due !== undefined && due <= now.getTime(),
  };
}

export const dayOf = (date: Date): string => date.toISOString().slice(0, 10);
