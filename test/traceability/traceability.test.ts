import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compose } from '../../main.ts';
import { uyoop } from '../../platform/uyoop.ts';
import { sealedSource } from '../../secrets/sealed/source.ts';
import { filesOf } from '../../synth/command/synth-command.ts';
import { type Entry, type List, readList, without } from './list.ts';
import { page } from './page.ts';
import { Targets } from './targets.ts';

const root = join(import.meta.dirname, '../..');
// The document means phase 3, and Flux, whatever the owner has chosen since.
const dist = filesOf(compose({ ...uyoop, phase: 3, gitops: 'flux' }, sealedSource(root).store));
const targets = new Targets(root, dist);
const list = readList(join(root, 'docs/traceability'));

it('every sentence of the document is answered, and every answer points at what is there', () => {
  expect(targets.problemsIn(list)).toEqual([]);
});

/** Printed anew by `npm run trace`. */
it('docs/traceability.md is what the list says', async () => {
  await expect(page(list, (thing) => targets.fileOf(thing))).toMatchFileSnapshot('../../docs/traceability.md');
});

describe('a system that is taken out', () => {
  const gone = [{ words: ['shop'], reason: 'la boutique est fermée' }];
  const entry: Entry = {
    ...{ n: 1, text: 'Boutique et blog', state: 'conforme', says: 'Les deux.', see: [] },
    ...{
      model: ['charts/shop.ts', 'charts/blog.ts'],
      dist: ['Service web/shop', 'Service web/blog'],
      tests: ['a.test.ts: a'],
    },
  };

  it('leaves what stands on other things as well', () => {
    expect(without(entry, gone)).toEqual({ ...entry, model: ['charts/blog.ts'], dist: ['Service web/blog'] });
  });

  it('gives its reason where nothing else stands', () => {
    const alone = { ...entry, dist: ['Service web/shop'] };
    expect(without(alone, gone)).toMatchObject({ state: 'retiré', says: 'la boutique est fermée', dist: [] });
  });

  it('changes nothing of the others', () => {
    expect(without({ ...entry, model: [], dist: [] }, gone)).toEqual({ ...entry, model: [], dist: [] });
  });
});

describe('the list is refused', () => {
  const proven = list.sections.flatMap(({ entries }) => entries).find(({ state }) => state === 'conforme') as Entry;

  /** The list with its first proven sentence otherwise. */
  const changed = (change: Partial<Entry>): List => ({
    ...list,
    sections: list.sections.map((section) => ({
      ...section,
      entries: section.entries.map((entry) => (entry === proven ? { ...entry, ...change } : entry)),
    })),
  });
  const without = (n: number): List => ({
    ...list,
    sections: list.sections.map((section) => ({
      ...section,
      entries: section.entries.filter((entry) => entry.n !== n),
    })),
  });

  it('when a sentence is missing, the last one too', () => {
    const count = list.sections.flatMap(({ entries }) => entries).length;
    for (const n of [1, proven.n, count])
      expect(targets.problemsIn(without(n))).toContainEqual(expect.stringContaining('one is missing'));
  });

  it.each<[string, Partial<Entry>, RegExp]>([
    ['when a sentence is not word for word', { text: `${proven.text} et plus` }, /not word for word/],
    ['when a number is there twice', { n: 1 }, /numbers go up by one/],
    ['when a file is gone', { model: ['platform/gone.ts'] }, /'platform\/gone.ts' is not there/],
    ['when a word is gone', { model: ['platform/uyoop.ts#goneForGood'] }, /says nothing of 'goneForGood'/],
    ['when an object is gone', { dist: ['Service prod-mail/gone'] }, /nothing in dist\/ is 'Service prod-mail\/gone'/],
    ['when a field is gone', { dist: ['Service prod-mail/mailcow spec.gone'] }, /has no field 'spec.gone'/],
    [
      'when a field is another',
      { dist: ['Service prod-mail/mailcow spec.ports[https].port = 8443'] },
      /has 'spec.ports\[https\].port' 443, and not 8443/,
    ],
    ['when a text is another', { dist: ['Service prod-mail/mailcow spec ~ gone'] }, /says nothing of 'gone' in 'spec'/],
    ['when a target is no target', { dist: ['mailcow'] }, /nothing in dist\//],
    ['when a test is gone', { tests: ['test/rooms.test.ts: is gone'] }, /has no test 'is gone'/],
    ['when a title stands in no test', { tests: ['test/rooms.ts: have no cycle by file'] }, /is no file of tests/],
    ['when a decision is gone', { see: ['docs/decisions/9999-gone.md'] }, /9999-gone.md' is not there/],
    ['when nothing of the model is named', { model: [] }, /has no model/],
    ['when nothing of dist/ is named', { model: ['platform/uyoop.ts'], dist: [] }, /has no dist/],
    ['when no test is named', { tests: [] }, /has no test/],
    ['when it is otherwise without a reason', { state: 'adapté', see: [] }, /has no page that says why/],
    ['when somebody else does it, and nobody says who', { state: 'externe', see: [] }, /has no page that says who/],
    ['when it says nothing', { says: ' ' }, /has no word for its reader/],
    ['when its state is none', { state: 'fait' as Entry['state'] }, /which there is not/],
  ])('%s', (_, change, letter) => {
    expect(targets.problemsIn(changed(change))).toContainEqual(expect.stringMatching(letter));
  });
});
