import { problemWith, valueKind } from './value-kind.ts';

/** What a reference leaves behind that was put into a text as if it were its value. */
const traces = /\[object \w+\]/;
/** The same of a value that was never there, where an address would stand. */
const nothing = /^(undefined|NaN)$|(\/\/|@)(undefined|NaN)\b|\b(undefined|NaN):\d/;

/** No half of a surrogate pair, which no file holds. */
export const isWhole = (text: string): boolean => !/\p{Surrogate}/u.test(text);

const whole = (value: unknown): value is string =>
  typeof value === 'string' && isWhole(value) && !value.includes('\0') && !traces.test(value);

/** The text of a file that a container reads. */
export const fileText = valueKind(
  {
    what: 'text of a file',
    rule: 'well-formed Unicode without NUL, and no object put into it as text',
    reader: 'the API server',
  },
  (value) => (whole(value) ? value : undefined),
);

/** The text of a variable, or a word of a command. */
export const plainText = valueKind(
  {
    what: 'text',
    rule: 'well-formed Unicode without NUL, and neither an object nor a missing value put into it as text; hand a reference over as it is',
    reader: 'the API server',
  },
  (value) => (whole(value) && !nothing.test(value) ? value : undefined),
);

/** A regular expression inside a rule of Traefik, between backticks. @see https://pkg.go.dev/regexp/syntax */
export const rulePattern = valueKind(
  {
    what: 'regular expression of a rule',
    rule: "what Go's regexp takes: no backtick, no look-around, no reference back, nothing over a thousand times",
    reader: 'Traefik',
  },
  (value) => {
    if (typeof value !== 'string' || /[`\p{Cc}\p{Surrogate}]|\(\?<?[=!]|\\[1-9]/u.test(value)) return undefined;
    const times = [...value.matchAll(/\{(\d*),?(\d*)\}/g)].flatMap(([, least, most]) => [Number(least), Number(most)]);
    if (times.some((count) => count > 1000)) return undefined;
    try {
      return new RegExp(value) && value;
    } catch {
      return undefined;
    }
  },
);

/** A pattern of a token: it is not true of a request without any. */
export const tokenPattern = valueKind(
  { ...rulePattern, what: 'pattern of a token', rule: `${rulePattern.rule}; and that an empty header does not match` },
  (value) =>
    problemWith(rulePattern, value) === undefined && !new RegExp(value as string).test('')
      ? (value as string)
      : undefined,
);

/** A written reason: somebody will read it in a year. */
export const reason = valueKind(
  { what: 'written reason', rule: "at least ten letters on one line, without '|'", reader: 'whoever reviews it' },
  (value) =>
    typeof value === 'string' && value.trim().length >= 10 && !/[\p{Cc}\p{Surrogate}\p{Bidi_Control}|]/u.test(value)
      ? value
      : undefined,
);

/** A name that tables, alerts and machines show. */
export const shownName = valueKind(
  {
    what: 'name to be shown',
    rule: "letters, digits, blanks and any of . , : ; ' ( ) / + & @ -, on one line",
    reader: 'whoever reviews it',
  },
  (value) =>
    typeof value === 'string' && /^[\p{L}\p{N}][\p{L}\p{N} .,:;'()/+&@_-]*$/u.test(value) && value === value.trim()
      ? value
      : undefined,
);

/** A command that a shell of the machine runs; Ansible hands it over. */
export const machineCommand = valueKind(
  {
    what: 'command of a machine',
    rule: "one line, without '{{', '{%' or '{#'",
    reader: 'Ansible, and a shell of the machine',
  },
  (value) =>
    typeof value === 'string' && value.trim() !== '' && !/\{[{%#]|[\p{Cc}\p{Surrogate}\p{Bidi_Control}]/u.test(value)
      ? value
      : undefined,
);
