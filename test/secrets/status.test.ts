import { describe, expect, it } from 'vitest';
import { given, random } from '../../constructs/secret/secret.ts';
import { unionOf } from '../../secrets/declared/union.ts';
import { secretStatus } from '../../secrets/sealed/status.ts';
import { readSealedStore } from '../../secrets/sealed/store.ts';
import { Bench, claimsOf } from './bench.ts';

const statesOf = (bench: Bench, claims: ReturnType<typeof claimsOf>) =>
  secretStatus(claims, readSealedStore(bench.root)).values.map(({ key, state }) => [key, state]);

describe('the status of a secret', () => {
  it('is missing before, and sealed after', async () => {
    const bench = new Bench();
    const claims = claimsOf({ 'prod-web/ghost-database': { password: random(), 'root-password': random() } });
    expect(statesOf(bench, claims)).toEqual([
      ['password', 'missing'],
      ['root-password', 'missing'],
    ]);
    await bench.run(claims, ['seal']);
    expect(statesOf(bench, claims)).toEqual([
      ['password', 'sealed'],
      ['root-password', 'sealed'],
    ]);
  });

  it('points at the claim, so that a finding can say where', () => {
    const claims = claimsOf({ 'prod-web/ghost-mail': { password: given('x') } });
    const [value] = secretStatus(claims, readSealedStore(Bench.empty().root)).values;
    expect(value?.claim.node.path).toBe('test/prod-web.ghost-mail');
  });

  it('tells orphans: a secret or a key that nobody declares', async () => {
    const bench = new Bench();
    await bench.run(claimsOf({ 'a/gone': { x: random() }, 'a/kept': { x: random(), y: random() } }), ['seal']);
    const { orphans } = secretStatus(claimsOf({ 'a/kept': { x: random() } }), readSealedStore(bench.root));
    expect(orphans).toEqual([{ secret: 'a/gone' }, { secret: 'a/kept', key: 'y' }]);
  });
});

describe('the union of compositions', () => {
  it('has each secret once, with the keys of all, in the order of names', () => {
    const one = { secrets: claimsOf({ 'b/x': { one: random() } }) };
    const two = { secrets: claimsOf({ 'b/x': { two: random() }, 'a/y': { key: random() } }) };
    const union = unionOf([one, two, one]);
    expect(union.map(({ namespace, name, keys }) => [namespace, name, Object.keys(keys)])).toEqual([
      ['a', 'y', ['key']],
      ['b', 'x', ['one', 'two']],
    ]);
  });

  it('refuses one key that is made in two ways', () => {
    const one = { secrets: claimsOf({ 'b/x': { key: random(40) } }) };
    const two = { secrets: claimsOf({ 'b/x': { key: random(64) } }) };
    expect(() => unionOf([one, two])).toThrow(
      "b/x: key 'key' is declared twice, as 'random, 40 characters' and as 'random, 64 characters': make both the same",
    );
  });
});
