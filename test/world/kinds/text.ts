import type { Dice } from '../dice.ts';
import { type Kind, open, right, wrong } from './kind.ts';

/** What a line of text is made of when it means harm to a parser. */
export const fragments = [
  'a',
  'Z',
  '0',
  ' ',
  '\t',
  '\n',
  '\r\n',
  ':',
  ': ',
  '#',
  ' #',
  '-',
  '- ',
  '---',
  '...',
  '|',
  '>',
  '?',
  '*',
  '&',
  '!',
  '%',
  '@',
  '`',
  "'",
  '"',
  '\\',
  '\\n',
  '{',
  '}',
  '{{',
  '}}',
  '[',
  ']',
  ',',
  '$',
  '$(A)',
  '$\u007bB}',
  '$$',
  '=',
  ';',
  '/',
  '//',
  '~',
  'null',
  'true',
  'yes',
  'on',
  'y',
  '0x1f',
  '0o17',
  '017',
  '1e3',
  '.5',
  '2001-01-01',
  '12:30',
  '<<',
  'é',
  '漢',
  '😀',
  '\u0085',
  '\u00a0',
  '\u2028',
  '\u2029',
  '\ufeff',
  '\u007f',
  '\u200b',
  '\u001b',
  '\u0007',
  '\u0000',
  '\ud800',
  '\udc00',
] as const;

export const hostileText = (dice: Dice, longest = 12): string =>
  Array.from({ length: 1 + dice.roll(longest) }, () => dice.pick(fragments)).join('');

/** Texts of files and values of variables: any of them may be refused, none may change on its way. */
export const texts: Kind<string> = {
  name: 'text',
  cases: [
    ...right('plain', 'two\nlines\n', '', '# a comment\n', 'é 漢 😀\n', 'trailing space \n', 'it\'s "quoted"\n'),
    ...right('---\n', '- a\n- b\n', 'key: value\n', 'yes', 'null', '0x1f', '2001-01-01', '  indented\n', '\n\n\n'),
    ...right(
      '\tbegins with a tab\n',
      'a\tb\n',
      'x\r\ny\r\n',
      '@name@',
      '{{ index .Data "x" }}',
      '%YAML 1.2\n',
      'a: |\n  b\n',
    ),
    ...right(
      '\n leading empty line\n',
      ' first line is indented\nsecond is not\n',
      'no end of line',
      '\\',
      '"',
      "'",
      '? a\n: b\n',
    ),
    ...open('\u2028', 'a\u2028b\n', '\u2029', '\u0085', 'a\u0085b', '\u007f', 'del\u007f\n', '\ufeffbom', '\u00a0nbsp'),
    ...open('\u001b[31mred', 'bell\u0007', '\u200bzero width', 'a\rb', '\r', '\t', ' ', '\t\n', ' \n'),
    ...open('nul\u0000', '\u0000'),
    ...wrong('half a character becomes U+FFFD on its way to the disk', '\ud800', 'a\udfffb', '😀'.slice(0, 1)),
  ],
  draw: (dice) => ({ value: hostileText(dice), verdict: 'open' }),
};

/** Texts that a process is started with: its arguments and variables end where a NUL stands. */
export const processTexts: Kind<string> = {
  ...texts,
  name: 'text of a process',
  cases: texts.cases.map((one) =>
    one.value.includes('\u0000')
      ? { ...one, verdict: 'wrong', why: 'a process is started with what stands before it' }
      : one,
  ),
};

/** A written reason: it lands in a table of the report, and must say something. */
export const reasons: Kind<string> = {
  name: 'reason',
  cases: [
    ...right('readers are anonymous visitors', 'raison écrite en français'),
    ...wrong('a reason that says nothing', '', ' ', 'because', '          ', '\n\n\n\n\n\n\n\n\n\n\n'),
    ...open('a | pipe in a table of reasons', 'two\nlines of a reason', '<script>alert(1)</script>', '..........'),
  ],
  draw: (dice) => ({ value: `${hostileText(dice)} and ten letters`, verdict: 'open' }),
};
