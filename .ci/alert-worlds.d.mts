/** What comes and goes by turns, there first or gone first. */
export interface Turns {
  readonly first: 0 | 1;
}

/** A series, its values while all is well, and its values from the fault on. */
export type Series = readonly [series: string, well: string, ill: string | Turns];

export interface World {
  /** Why the alert is silent where nothing was ever measured; without it, it must fire there. */
  readonly empty?: string;
  /** From the fault to the minute at which the alert must stand. */
  readonly minutes?: number;
  readonly series: readonly Series[];
}

export interface Rules {
  readonly groups: readonly { readonly rules: readonly Readonly<Record<string, unknown>>[] }[];
}

export declare const worlds: Readonly<Record<string, World>>;
export declare function testsOf(
  rules: Rules,
): Readonly<Record<string, { readonly rules: Rules; readonly tests: readonly object[] }>>;
