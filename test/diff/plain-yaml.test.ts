import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { yamlText } from '../../constructs/facts/yaml.ts';
import { plainYaml } from '../../diff/tree/plain-yaml.ts';
import { manifestSections } from '../../diff/tree/tree.ts';
import { workTree } from '../../diff/tree/work-tree.ts';
import { seeded } from './mutations.ts';

const texts = manifestSections(workTree(join(import.meta.dirname, '../../dist'))).map(({ text }) => text);

/** What the library reads; undefined where it reads nothing. */
function byLibrary(text: string): unknown {
  const document = parseDocument(text, { logLevel: 'silent', prettyErrors: false });
  return document.errors.length > 0 ? undefined : document.toJS();
}

describe('plain YAML', () => {
  it('is what the library reads, of every object of dist/, and nearly all of them need no library', () => {
    const read = texts.map((text) => plainYaml(text));
    for (const [index, value] of read.entries())
      if (value !== undefined) expect(value).toEqual(byLibrary(texts[index] ?? ''));
    expect(read.filter((value) => value !== undefined).length / read.length).toBeGreaterThan(0.9);
  });

  it.each([1, 2, 3])(
    'is what the library reads, or is left to it, of objects that somebody has edited (seed %i)',
    (seed) => {
      const random = seeded(seed);
      for (let round = 0; round < 3000; round += 1) {
        const text = edited(texts[random(texts.length)] as string, random);
        const value = plainYaml(text);
        if (value !== undefined) expect({ text, value }).toEqual({ text, value: byLibrary(text) });
      }
    },
  );

  it.each([
    ...['a: yes', 'a: ~', 'a: null', 'a:', 'a: 0x1f', 'a: 1.5', 'a: 1e3', 'a: 010', 'a: .inf', 'a: True', 'a: 12:30'],
    ...['a: b # c', 'a: b: c', 'a: *b', 'a: &b c', 'a: !b c', 'a: [b]', 'a: {b: c}', 'a: >\n  b', 'a: |+\n  b\n\n'],
    ...['a: |2\n   b', 'a: |\n   b\n  c', 'a: |\n\n  b', 'a: "b', "a: 'b", 'a: "\\x41"', 'a: b\n  c', 'a: "b\n  c"'],
    ...[
      'a: 1\na: 2',
      '1: a',
      'true: a',
      '? a\n: b',
      '<<: a',
      '- a\nb: c',
      'a:\n- b',
      'a:\n   b: c',
      '- - a',
      'a\tb: c',
    ],
    ...['# a\nb: c', 'a: b\n\nc: d', 'a', '- a\n b', '---\na: b', 'a: b\n...', '%YAML 1.1\n---\na: b', '__proto__: a'],
  ])('leaves to the library what our writer does not write: %j', (text) => expect(plainYaml(text)).toBeUndefined());

  it.each([
    { a: 'two words', b: -1, c: 0, d: true, e: {}, f: [], g: '10Gi', h: '1.2.3', i: '--flag=x' },
    {
      a: ["it's", 'a "b" \\ c', '', ' a', 'yes', '1', 'a: b', 'a #b', '#a', '{{ x }}', 'é'],
      'app/x.y': { z: [{ a: 1, b: [{ c: 2 }] }] },
    },
    {
      a: 'two\nlines\n',
      b: 'two\nlines',
      c: [{ d: 'x\n\n  y\nz\n', e: 1 }],
      f: ['a\nb\n'],
      g: 'kept\n\n\n',
      h: '  led\n',
      on: { y: 1 },
    },
  ])('gives back what our writer writes: %j', (value) => {
    const text = yamlText(value);
    expect(byLibrary(text)).toEqual(value);
    expect([undefined, value]).toContainEqual(plainYaml(text));
  });
});

/** A line that is gone, there twice, indented otherwise, or has another letter. */
function edited(text: string, random: (below: number) => number): string {
  const lines = text.split('\n');
  const at = random(lines.length);
  const line = lines[at] ?? '';
  const place = random(line.length + 1);
  const letter = ' :-#"\'|>{[*&!%\\~0a\t'[random(19)];
  const others = [
    [],
    [line, line],
    [` ${line}`],
    [line.slice(1)],
    [`${line} `],
    ['', line],
    [line.slice(0, place) + letter + line.slice(place)],
    [line.slice(0, place) + letter + line.slice(place + 1)],
    [line.slice(0, place), line.slice(place)],
  ];
  lines.splice(at, 1, ...(others[random(others.length)] ?? []));
  return lines.join('\n');
}
