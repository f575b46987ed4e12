import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { yamlText } from '../../../constructs/facts/yaml.ts';

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
