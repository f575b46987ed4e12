/** An image, or a chart, apart from its version. */
export interface Versioned {
  readonly name: string;
  readonly version: string;
}

/** `docker.io/library/postgres:17.2@sha256:…` is postgres, 17.2. */
export function imageOf(reference: string): Versioned {
  const [plain = ''] = reference.split('@');
  const [, name = plain, version = ''] = /^(.*?)(?::([^:/]+))?$/.exec(plain) ?? [];
  return { name: name.replace(/^docker\.io\/(library\/)?/, ''), version };
}

/** The numbers that a version begins with, whatever stands around them: `alpine-v19.3.0` is 19, 3, 0. */
export const numbersOf = (version: string): readonly number[] =>
  (/\d+(?:\.\d+)*/.exec(version)?.[0] ?? '').split('.').filter(Boolean).map(Number);

/** `platform/ends.json`: when a version came out, and when its line is looked after no more. */
export interface Ends {
  readonly pins: Readonly<Record<string, Pin>>;
}

interface Pin {
  /** Why nobody publishes dates of it. */
  readonly none?: string;
  /** How many numbers name a line. */
  readonly parts?: number;
  readonly ends?: Readonly<Record<string, string | null>>;
  /** The day on which a version came out. */
  readonly released?: Readonly<Record<string, string>>;
}

/** The day on which the line of a version ends, or ended; undefined where nobody has published one. */
export function endOf({ pins }: Ends, name: string, version: string): string | undefined {
  const { parts = 1, ends = {} } = pins[name] ?? {};
  return ends[numbersOf(version).slice(0, parts).join('.')] ?? undefined;
}

/** The day on which a version came out; undefined where nobody wrote it down. */
export const releasedOn = ({ pins }: Ends, name: string, version: string): string | undefined =>
  pins[name]?.released?.[version];
