import type { Dice } from '../dice.ts';

/**
 * What must become of a value. `right`: synth accepts it, and so do its readers. `wrong`: synth refuses it, whatever its
 * readers say. `open`: synth may do either, as long as its readers agree with what it accepts.
 */
export type Verdict = 'right' | 'wrong' | 'open';

export interface Case<T> {
  readonly value: T;
  readonly verdict: Verdict;
  /** What happens to whoever writes a wrong one. */
  readonly why?: string;
}

/** Values of one kind: those that somebody thought of, and those that chance makes. */
export interface Kind<T> {
  readonly name: string;
  readonly cases: readonly Case<T>[];
  /** Another one; nobody has judged it unless it says so. */
  draw?(dice: Dice): Case<T>;
}

export const right = <T>(...values: readonly T[]): Case<T>[] => values.map((value) => ({ value, verdict: 'right' }));
export const open = <T>(...values: readonly T[]): Case<T>[] => values.map((value) => ({ value, verdict: 'open' }));
export const wrong = <T>(why: string, ...values: readonly T[]): Case<T>[] =>
  values.map((value) => ({ value, verdict: 'wrong', why }));

/** The same kind for values that are made of others. */
export function mapped<T, U>({ name, cases, draw }: Kind<T>, of: (value: T) => U, called = name): Kind<U> {
  const map = (one: Case<T>): Case<U> => ({ ...one, value: of(one.value) });
  return { name: called, cases: cases.map(map), ...(draw && { draw: (dice: Dice) => map(draw(dice)) }) };
}

/** A closed list of words, and some that are not in it. */
export const strings = (name: string, allowed: readonly string[], refused: readonly string[]): Kind<string> => ({
  name,
  cases: [...right(...allowed), ...wrong(`no ${name}`, ...refused)],
});
