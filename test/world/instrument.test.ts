import { expect, test } from 'vitest';
import { dice } from './dice.ts';
import { edits } from './edits.ts';
import { meaning } from './judges/meaning.ts';
import { letterFaults } from './letters.ts';
import type { Edit, Scene } from './scene.ts';
import { synthesize } from './synthesis.ts';

const edit: Edit = {
  prop: 'workload.image',
  kind: 'image',
  value: 'Wiki:1',
  verdict: 'wrong',
  place: 'plot/shop',
  got: 'Wiki:1',
  scene: {},
};

/** What the judge without a program says of a scene. */
async function meantBy(scene: Scene): Promise<readonly string[]> {
  const outcome = synthesize({ phase: 3, ...scene });
  if (outcome.kind === 'refused') throw new Error(outcome.letters.map(({ text, got }) => `${text} ${got}`).join('\n'));
  return (await meaning({ edit: { ...edit, scene }, ...outcome })).map(({ text }) => text);
}

test('the same seed throws the same dice, another one others', () => {
  const series = (seed: number) => {
    const thrown = dice(seed);
    return Array.from({ length: 20 }, () => thrown.roll(1000));
  };
  expect(series(7)).toEqual(series(7));
  expect(series(7)).not.toEqual(series(8));
});

test('there are more than two thousand edits, and nearly every prop has one that is refused or left to its readers', () => {
  const all = edits(1, 0);
  expect(all.length).toBeGreaterThan(2000);
  const props = new Set(all.map(({ prop }) => prop));
  const harmful = new Set(all.filter(({ verdict }) => verdict !== 'right').map(({ prop }) => prop));
  expect([...props].filter((prop) => !harmful.has(prop))).toEqual(['grant id', 'platform.network.mesh of /16']);
});

test('a letter has place, value and cure', () => {
  const good = {
    text: 'plot/shop: an image in capitals',
    where: 'plot/shop',
    got: 'Wiki:1',
    cure: 'write it in lower case',
  };
  expect(letterFaults(edit, [good])).toEqual([]);
  const raw = {
    text: 'main.ts: a slip in the program',
    where: 'main.ts',
    got: 'Cannot read properties of undefined',
    cure: '',
  };
  expect(letterFaults(edit, [{ ...raw, thrown: 'TypeError' }])).toEqual([
    'a raw error',
    'a raw error in a finding',
    'no place',
    'no value',
    'no cure',
  ]);
  expect(letterFaults(edit, [good, good, good, good])).toEqual(['4 letters for one cause']);
});

test('a healthy village means what it says', async () => {
  const files = { '/etc/app.conf': 'a: 1\n' };
  expect(
    await meantBy({
      shop: (shop) => shop.web({ files, env: { A: 'x', B: '$(A)' } }),
      meant: { files, variables: { A: 'x' } },
    }),
  ).toEqual([]);
});

test('a text and a variable that are not what was meant are seen', async () => {
  const meant = { files: { '/etc/app.conf': 'another' }, variables: { A: 'y' } };
  expect(
    await meantBy({ shop: (shop) => shop.web({ env: { A: 'x' }, files: { '/etc/app.conf': 'x' } }), meant }),
  ).toHaveLength(2);
});
