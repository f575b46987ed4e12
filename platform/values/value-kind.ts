/** Reads one kind of value where it enters the model, by the rules of the program that will read it in the end. */
export interface ValueKind<T> {
  /** @throws with what was got, what the kind is, and, where it can be told, what was meant. */
  (value: unknown): T;
  /** `port`: how a message calls it. */
  readonly what: string;
  /** What it must be, in one clause. */
  readonly rule: string;
  /** Who refuses, or reads differently, what breaks the rule. */
  readonly reader: string;
}

/** What a kind is called, what it must be, and whose rule that is. */
export type ValueRule = Pick<ValueKind<unknown>, 'what' | 'rule' | 'reader'>;

/** A value that is not of its kind. */
export class ValueError extends Error {
  constructor(
    /** The value, as a message shows it. */
    readonly got: string,
    readonly kind: ValueRule,
    /** What was meant, where it can be told. */
    readonly meant?: string,
    /** Where it stands, as far as that is known: `prod-web/ghost/workload-web: ports.http`. */
    readonly place?: string,
  ) {
    const guess = meant === undefined ? '' : `did you mean ${meant}? `;
    super(`${place === undefined ? '' : `${place}: `}${got} is no ${kind.what}; ${guess}write ${kind.rule}`);
  }

  /** The same, in a place. */
  at(place: string): ValueError {
    return new ValueError(
      this.got,
      this.kind,
      this.meant,
      this.place === undefined ? place : `${place}: ${this.place}`,
    );
  }
}

/**
 * Makes a kind of value.
 *
 * @param read gives the value as it is meant, or undefined for what breaks the rule
 * @param mend guesses what was meant, for the message
 */
export function valueKind<T>(
  { what, rule, reader }: ValueRule,
  read: (value: unknown) => T | undefined,
  mend: (value: unknown) => T | undefined = () => undefined,
): ValueKind<T> {
  const kind = (value: unknown): T => {
    const meant = read(value);
    if (meant !== undefined) return meant;
    const guess = mend(value);
    throw new ValueError(shown(value), { what, rule, reader }, guess === undefined ? undefined : shown(guess));
  };
  return Object.assign(kind, { what, rule, reader });
}

/**
 * One word of a closed union.
 *
 * @param words each of them: one that the union gains and this lacks does not compile
 */
export function oneOf<Word extends string>(
  what: string,
  words: Readonly<Record<Word, true>>,
  reader = 'this model',
): ValueKind<Word> {
  const rule = `one of ${Object.keys(words).join(', ')}`;
  return valueKind({ what, rule, reader }, (value) =>
    typeof value === 'string' && Object.hasOwn(words, value) ? (value as Word) : undefined,
  );
}

/** The text of a value that matches a pattern and is not too long. */
export const matching =
  (pattern: RegExp, longest = Number.POSITIVE_INFINITY) =>
  (value: unknown): string | undefined =>
    typeof value === 'string' && value.length <= longest && pattern.test(value) ? value : undefined;

/** A value of its kind. @param place where it stands: `ports.http` @throws with that place */
export function valueAt<T>(place: string, kind: ValueKind<T>, value: unknown): T {
  try {
    return kind(value);
  } catch (error) {
    throw error instanceof ValueError ? error.at(place) : error;
  }
}

/** What is wrong with a value, without throwing. */
export function problemWith(kind: (value: unknown) => unknown, value: unknown): ValueError | undefined {
  try {
    kind(value);
    return undefined;
  } catch (error) {
    if (error instanceof ValueError) return error;
    throw error;
  }
}

/** A value in a message: quoted, on one line, and cut where it is long. */
export function shown(value: unknown): string {
  const text =
    typeof value === 'string'
      ? `'${value}'`
      : typeof value === 'number'
        ? String(value)
        : (JSON.stringify(value) ?? String(value));
  const line = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll('\\\\', '\\');
  return line.length > 80 ? `${line.slice(0, 76)}…'` : line;
}
