export interface Pin {
  readonly depName: string;
  readonly currentValue: string;
  readonly datasource?: string | undefined;
}

export interface Product {
  /** Its name at endoflife.date. */
  readonly product: string;
  /** How many numbers of a version name its line. */
  readonly parts: number;
  /** The field of the API that counts for us; default: eolFrom. */
  readonly until?: string;
  /** Where its version stands, when Renovate has no business with it. */
  readonly read?: { readonly file: string; readonly pattern: string };
  /** By line; null: not announced yet. */
  readonly ends: Readonly<Record<string, string | null>>;
  /** The day on which the version in use came out. */
  readonly released?: Readonly<Record<string, string>>;
}

export interface Table {
  /** The day on which the dates were true. */
  readonly checked: string;
  readonly pins: Readonly<Record<string, Product | { readonly none: string }>>;
  readonly days: readonly { readonly what: string; readonly day: string | null; readonly cure: string }[];
}

export interface Found {
  readonly state: 'ended' | 'unknown' | 'soon';
  readonly text: string;
}

export declare function pinsIn(folder: string, table: Pick<Table, 'pins'>): readonly Pin[];
export declare function lineOf(version: string, parts: number): string;
export declare function foundOn(now: string, pins: readonly Pin[], table: Table): readonly Found[];
export declare function refreshed(
  table: Table,
  pins: readonly Pin[],
  now: string,
  releasesOf: (product: string) => Promise<readonly object[]>,
): Promise<Table>;
