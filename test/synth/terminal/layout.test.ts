import { describe, expect, it } from 'vitest';
import { table, tableWithin, wrap } from '../../../synth/terminal/layout.ts';

describe('a text on a terminal', () => {
  it('breaks at its spaces, with an indent from the second line on', () => {
    expect(wrap('  one two three four', 11, '    ')).toEqual(['  one two', '    three', '    four']);
  });

  it('stays as it is where it fits, and where nothing says how wide the terminal is', () => {
    expect(wrap('  one two', 9)).toEqual(['  one two']);
    expect(wrap('one '.repeat(100).trim(), Number.POSITIVE_INFINITY)).toHaveLength(1);
  });

  it('keeps a word whole that is wider than the terminal', () => {
    expect(wrap('a sealed/certificate.pem b', 10, ' ')).toEqual(['a', ' sealed/certificate.pem', ' b']);
  });
});

describe('a table', () => {
  const rows = [
    ['NAME', 'HOW'],
    ['ghost', 'made of many words that do not all fit into one line'],
  ];

  it('has its cells below one another, and no spaces at the end of a line', () => {
    expect(
      table([
        ['a', 'b', ''],
        ['long', 'c', 'd'],
      ]),
    ).toEqual(['a     b', 'long  c  d']);
  });

  it('wraps its last column to what is left for it', () => {
    expect(tableWithin(rows, 40)).toEqual([
      'NAME   HOW',
      'ghost  made of many words that do not',
      '       all fit into one line',
    ]);
    expect(tableWithin(rows, Number.POSITIVE_INFINITY)).toEqual(table(rows));
  });

  it('is none where too little is left, or a word is wider than that', () => {
    expect(tableWithin(rows, 36)).toBeUndefined();
    expect(tableWithin([['ghost', 'x'.repeat(60)]], 60)).toBeUndefined();
  });
});
