import { describe, expect, it } from 'vitest';
import { disagreements, recorded } from './agreement/answers.ts';
import { type Pair, pairs, sumOf } from './agreement/pairs.ts';

/** What real programs did with the pairs: `npm run agree` asks them again (agreement/README.md). */
describe('what is said of a pair is what the programs did with it', () => {
  const asked = pairs.filter(({ name }) => name in recorded.pairs);

  it.each(asked.map((pair) => [pair.name, pair] as const))('%s', (name, pair) => {
    const answer = recorded.pairs[name];
    if (!answer) throw new Error(`${name} has no answer`);
    expect(sumOf(pair), 'the pair is another one than was asked: npm run agree').toBe(answer.sum);
    expect(disagreements(pair, answer)).toEqual([]);
  });

  it('was asked of a hundred pairs, and of no pair that is gone', () => {
    expect(asked.length).toBeGreaterThanOrEqual(100);
    expect(Object.keys(recorded.pairs).filter((name) => !pairs.some((pair) => pair.name === name))).toEqual([]);
  });

  it('names the programs and their versions', () => {
    expect(Object.keys(recorded.programs).sort()).toEqual([
      ...['kube-apiserver', 'kustomize-controller', 'terraform', 'terraform-provider-ovh'],
    ]);
    for (const version of Object.values(recorded.programs)) expect(version).toMatch(/^v?\d+\.\d+\.\d+$/);
  });

  it.each(['created', 'changed', 'unchanged', 'refused', 'deleted', 'kept'] as const)('has %s', (fate) =>
    expect(asked.some(({ name }) => Object.values(recorded.pairs[name]?.objects ?? {}).includes(fate))).toBe(true),
  );
});

describe('a disagreement is found', () => {
  const claim = 'PersistentVolumeClaim shop/pictures';
  const pair = (...says: readonly string[]): Pair => ({ name: 'a pair', before: [], after: [], says });
  const plans = (plan: 'update' | 'replace' | 'prevented') => ({ plans: { 'ovh_vps.quay': plan } });
  const applies = 'hands stack servers: terraform apply: 1 to replace';
  const replaced = 'data-loss servers ovh_vps.quay: plan a → b needs a new resource: Terraform destroys it';

  it.each<[string, Pair, Parameters<typeof disagreements>[1]]>([
    ['refused, and nothing says so', pair(), { sum: '', objects: { [claim]: 'refused' } }],
    [
      'taken, and said to be refused',
      pair(`hands ${claim}: the API server refuses the new size`),
      { sum: '', objects: { [claim]: 'changed' } },
    ],
    ['kept, and nothing says so', pair(), { sum: '', objects: { [claim]: 'kept' } }],
    [
      'deleted, and said to be kept',
      pair(`data-loss ${claim}: its prune guard keeps the volume`),
      { sum: '', objects: { [claim]: 'deleted' } },
    ],
    [
      'restarted, and nothing says so',
      pair(),
      { sum: '', objects: { 'Deployment shop/web': 'changed' }, restarted: ['Deployment shop/web'] },
    ],
    [
      'not restarted, and said to be',
      pair('restart Deployment shop/web: restarts (image)'),
      { sum: '', objects: { 'Deployment shop/web': 'changed' }, restarted: [] },
    ],
    ['replaced, and nothing says so', pair(applies), { sum: '', ...plans('replace') }],
    [
      'changed in place, and said to be replaced',
      pair(replaced, 'hands stack servers: terraform apply: 1 to change'),
      { sum: '', ...plans('update') },
    ],
    ['stopped by prevent_destroy, and nothing says so', pair(applies), { sum: '', ...plans('prevented') }],
    ['counted otherwise', pair(replaced), { sum: '', ...plans('replace') }],
  ])('%s', (_, one, answer) => expect(disagreements(one, answer)).toHaveLength(1));

  it('and agreement is none', () => {
    expect(disagreements(pair(replaced, applies), { sum: '', ...plans('replace') })).toEqual([]);
    expect(
      disagreements(pair(`hands ${claim}: the API server refuses it`), { sum: '', objects: { [claim]: 'refused' } }),
    ).toEqual([]);
  });
});
