import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { libraryText, yamlText } from '../../../constructs/facts/yaml.ts';

describe('the YAML', () => {
  it.each([
    'on',
    'off',
    'yes',
    'no',
    'y',
    'n',
    'Yes',
    'ON',
    'true',
    'null',
    '~',
    '010',
    '1e3',
    '0x1f',
    '12:30:45',
    '1_000',
  ])('reads %s as text under YAML 1.1 and 1.2, as value and as key', (word) => {
    const text = yamlText({ value: word, [word]: 1 });
    for (const version of ['1.1', '1.2'] as const) {
      expect(parse(text, { version })).toEqual({ value: word, [word]: 1 });
    }
  });

  it('keeps booleans and numbers what they are', () => {
    expect(yamlText({ a: true, b: 1 })).toBe('a: true\nb: 1\n');
  });

  it('never folds a long line and never makes an alias', () => {
    const shared = { long: 'word '.repeat(60).trim() };
    const text = yamlText({ one: shared, two: shared });
    expect(text.split('\n')).toHaveLength(5);
    expect(text).not.toContain('&a1');
  });

  it.each([
    ['a first line that begins with a tab', '\tone\ntwo\n'],
    ['the same after an empty line', '\n\tone\ntwo\n'],
    ['line ends of another system', 'one\r\ntwo\r\n'],
    ['a line separator', 'one\u2028two\u2029three'],
    ['DEL and NEL', 'one\u007ftwo\u0085three'],
    ['a byte order mark', '\ufeffone'],
    ['a bell', 'one\u0007'],
    ['no end of the last line', 'one\ntwo'],
    ['many ends of the last line', 'one\ntwo\n\n\n'],
    ['blanks at the ends of lines', 'one  \n  two \n'],
    ['marks of documents', '---\none\n...\n'],
  ])('gives back %s, as value and as key, in plain characters', (_, text) => {
    const written = yamlText({ value: text, list: [text], [text]: 1 });
    for (const version of ['1.1', '1.2'] as const) {
      expect(parse(written, { version })).toEqual({ value: text, list: [text], [text]: 1 });
    }
    expect(written).not.toMatch(/(?![\t\n])[\p{Cc}\u2028\u2029\ufeff]/u);
  });
});

/** Every kind of text that a reader may take for something else, or that needs lines, quotes or a block. */
const texts = [
  ...[
    'plain',
    'a-b',
    'a-',
    '-a',
    'a:b',
    'a: b',
    'a:',
    'a :b',
    'a #b',
    'a#b',
    '/path/x',
    'example/shop:1.2.3',
    'two words',
    'two  words',
  ],
  ...[
    '',
    ' ',
    '~',
    'null',
    'Null',
    'yes',
    'NO',
    'y',
    'on',
    'true',
    '.',
    '..',
    '.inf',
    '1',
    '-1',
    '1.5',
    '1.2.3',
    '1.2.',
    '10.8.0.1/24',
  ],
  ...[
    '0x1f',
    '0o7',
    '1e3',
    '1_000',
    '12:30',
    '12:30:45',
    '2026-01-01',
    '64Mi',
    '100m',
    '10d',
    '1m2',
    '{}',
    '[]',
    '{a: b}',
    '*a',
    '&a',
  ],
  ...[
    '!a',
    '|',
    '>',
    '%a',
    '@a',
    '`a`',
    "it's",
    '"quoted"',
    '? a',
    '- a',
    '---',
    '...',
    '<<',
    '=',
    'é',
    '你好',
    'a\\b',
    'word '.repeat(40),
  ],
  ...[
    'two\nlines',
    'two\nlines\n',
    'kept\n\n\n',
    '\nfirst',
    '  led\nx\n',
    'a\n\n  b\nc',
    'x: 1\ny: 2\n',
    'a "b" \n c',
    'ends \nblank ',
  ],
];

const commands = [
  ...[
    '-c',
    '--connect',
    '--a=b',
    '-1x',
    '--',
    '--- a',
    '-- a',
    '^/admin([/?].*)?$',
    '^',
    '.digest',
    '.Inf',
    '.NaN',
    '.nanx',
    '.',
    '.a',
  ],
  ...[
    'true ',
    'True',
    'TRUE',
    'tRue',
    '0400',
    '08',
    '0b1',
    '190:20:30',
    '1,000',
    'kill "$(cat /x 2>/dev/null)" || true',
    'a, b',
    'a [b] {c}',
  ],
  ...[
    'Prune=false,Delete=false',
    "vector('x')",
    'a\\nb',
    'a ?b',
    'a: ',
    'a:\tb',
    'a\tb',
    'a -',
    'see: that',
    'tel: 1 #2',
    '~a',
    '=',
    '<<',
    '/',
  ],
];

/** A generator of numbers that gives the same ones each time. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * sides);
  };
}

function anyTree(roll: (sides: number) => number, depth: number): unknown {
  const kind = roll(depth > 0 ? 8 : 5);
  const many = (of: () => unknown) => Array.from({ length: roll(4) }, of);
  if (kind <= 2) return [texts, commands][roll(2)]?.[roll(40)];
  if (kind === 3) return [0, 1, -1, -0, 1.5, 2 ** 40, 2 ** 60, 1e300, Number.NaN][roll(9)];
  if (kind === 4) return [true, false, null, undefined][roll(4)];
  if (kind === 5) return many(() => anyTree(roll, depth - 1));
  const key = () => (roll(20) === 0 ? texts[roll(texts.length)] : ['name', 'app.kubernetes.io/name', 'a-b'][roll(3)]);
  return Object.fromEntries(many(() => 0).map(() => [key(), anyTree(roll, depth - 1)]));
}

it('is what the library writes, to the byte, of any tree', () => {
  const roll = dice(14);
  for (let round = 0; round < 3000; round++) {
    const tree = { first: anyTree(roll, 4), second: anyTree(roll, 4), third: anyTree(roll, 2) };
    expect(yamlText(tree)).toBe(libraryText(tree));
  }
});

it.each([...texts, ...commands])('writes %j as the library does, in a map, in a list and in lists of lists', (text) => {
  for (const tree of [
    { a: text, b: 1 },
    { a: [text, 1] },
    { a: [[text], { b: text }, [[text, text]]] },
    { a: { b: { c: text } } },
  ])
    expect(yamlText(tree)).toBe(libraryText(tree));
});
