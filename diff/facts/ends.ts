import { numbersOf } from './version.ts';

/** `platform/ends.json`: when the line of a version is looked after no more. */
export interface Ends {
  readonly pins: Readonly<Record<string, Pin>>;
}

interface Pin {
  /** How many numbers name a line. */
  readonly parts?: number;
  readonly ends?: Readonly<Record<string, string | null>>;
}

/** The day on which the line of a version ends, or ended; undefined where nobody has published one. */
export function endOf({ pins }: Ends, name: string, version: string): string | undefined {
  const { parts = 1, ends = {} } = pins[name] ?? {};
  return ends[numbersOf(version).slice(0, parts).join('.')] ?? undefined;
}
