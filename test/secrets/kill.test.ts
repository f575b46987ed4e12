import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { digest, random } from '../../constructs/secret/secret.ts';
import { secretStatus } from '../../secrets/sealed/status.ts';
import { readSealedStore } from '../../secrets/sealed/store.ts';
import { Bench, claimsOf, keyInManifest, open } from './bench.ts';
import { fewAtOnce, spawned } from './process.ts';

// `KILLS=200 npx vitest run test/secrets/kill.test.ts` is the long run.
const kills = Number(process.env.KILLS ?? 40);

const [source, other] = claimsOf({ 'a/source': { secret: random() }, 'c/other': { one: random(), two: random() } });
if (!source || !other) throw new Error('no claims');
const [user] = claimsOf({ 'b/user': { digest: digest(source.key('secret')) } });
if (!user) throw new Error('no claim');
const claims = [source, user, other];
const simple = [source, other];

let sealed: Record<string, string>;
let placeholders: Record<string, string>;

beforeAll(async () => {
  const bench = new Bench();
  await bench.run(claims, ['seal']);
  sealed = bench.files();
  const example = Bench.empty();
  await example.run([...simple, ...claimsOf({ 'd/gone': { x: random() } })], ['seal', '--placeholder']);
  placeholders = example.files();
});

type Kill = { readonly killAt: number } | { readonly killAfter: number };

/** What a store holds, without asking how it is written: each value's version, and the certificate. */
function stateOf(bench: Bench): Record<string, string> {
  const { files, certificate } = readSealedStore(bench.root);
  const versions = [...files].flatMap(([secret, { keys }]) =>
    Object.entries(keys).map(([key, value]) => [`${secret} ${key}`, `${value.version} ${value.certificate}`]),
  );
  return { certificate: certificate?.fingerprint ?? '', ...Object.fromEntries(versions) };
}

/** Kills `rotate`; says whether the folder is wholly old or wholly new, and that the next run works. */
async function killedRotate(kill: Kill): Promise<'old' | 'new'> {
  const bench = new Bench().putAll(sealed);
  const before = stateOf(bench);
  await spawned({ root: bench.root, claims, args: ['rotate', 'a/source'], ...kill });
  const after = stateOf(bench);
  const moved = Object.keys(after).filter((id) => after[id] !== before[id]);
  expect(Object.keys(after)).toEqual(Object.keys(before));
  expect([[], ['a/source secret', 'b/user digest']]).toContainEqual(moved);
  const { values } = secretStatus(claims, readSealedStore(bench.root));
  expect(values.map(({ state }) => state)).toEqual(['sealed', 'sealed', 'sealed', 'sealed']);
  expect(await bench.run(claims, ['rotate', 'c/other', 'one'])).toBe(0);
  expect(stateOf(bench)['a/source secret']).toBe(after['a/source secret']);
  expect(Object.keys(bench.files())).toEqual(Object.keys(sealed));
  return moved.length > 0 ? 'new' : 'old';
}

/** Kills `init`; the placeholder is whole, or every value opens with the key that lies outside. */
async function killedInit(kill: Kill): Promise<'old' | 'new'> {
  const bench = Bench.empty().putAll(placeholders);
  const before = stateOf(bench);
  const path = join(bench.outside, 'key.yaml');
  await spawned({ root: bench.root, claims: simple, args: ['init', '--key', path], ...kill });
  const after = stateOf(bench);
  if (after.certificate === before.certificate) {
    expect(after).toEqual(before);
    return 'old';
  }
  const key = keyInManifest(readFileSync(path, 'utf8'));
  const { store, files } = readSealedStore(bench.root);
  expect([...files.keys()]).toEqual(['a/source', 'c/other']);
  for (const [home, { encryptedData }] of Object.entries(store)) {
    for (const ciphertext of Object.values(encryptedData)) expect(open(ciphertext, home, key)).toMatch(/^\w{40}$/);
  }
  return 'new';
}

/** Changes of the disk to be killed before: each around the one that decides, and every fifth; in the long run all. */
const changesOf = (until: number, from: number, to: number): number[] =>
  Array.from({ length: until }, (_, index) => index).filter(
    (index) => kills > 40 || index % 5 === 0 || (index >= from && index <= to),
  );

describe('a run that is killed', () => {
  it('leaves sealed/ wholly old or wholly new, at whichever change of the disk rotate is killed', async () => {
    const states = await fewAtOnce(changesOf(33, 14, 20).map((killAt) => () => killedRotate({ killAt })));
    expect(states[0]).toBe('old');
    expect(states.at(-1)).toBe('new');
    // Once it is new, it stays new: there is one moment at which it turns.
    expect(states.join(' ')).toMatch(/^(old ?)+(new ?)+$/);
  });

  it('leaves the placeholder or a whole new start, at whichever change of the disk init is killed', async () => {
    const states = await fewAtOnce(changesOf(40, 24, 28).map((killAt) => () => killedInit({ killAt })));
    expect(states[0]).toBe('old');
    expect(states.at(-1)).toBe('new');
    expect(states.join(' ')).toMatch(/^(old ?)+(new ?)+$/);
  });

  it(`does so at ${kills} random instants too`, async () => {
    const instants = Array.from({ length: kills }, (_, index) => {
      const kill = { killAfter: Math.random() * 400 };
      return () => (index % 2 ? killedInit(kill) : killedRotate(kill));
    });
    const states = await fewAtOnce(instants);
    expect(states).toHaveLength(kills);
  }, 600_000);

  it('is finished by the next one, which may be killed too', async () => {
    const bench = new Bench().putAll(sealed);
    const before = stateOf(bench);
    for (const killAt of [22, 8, 14, 19]) {
      await spawned({ root: bench.root, claims, args: ['rotate', 'a/source'], killAt });
      const after = stateOf(bench);
      const moved = ['a/source secret', 'b/user digest'].map((id) => after[id] !== before[id]);
      expect(moved[0]).toBe(moved[1]);
    }
    const { values } = secretStatus(claims, readSealedStore(bench.root));
    expect(values.every(({ state }) => state === 'sealed')).toBe(true);
  });
});
