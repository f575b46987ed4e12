import { beforeAll, describe, expect, it } from 'vitest';
import type { Platform } from '../../platform/types.ts';
import { idOf } from '../../secrets/declared/declared.ts';
import { restartsOf } from '../../secrets/declared/restarts.ts';
import { unionOf } from '../../secrets/declared/union.ts';
import { leftoversOf, variantsOf } from '../../secrets/sealed/orphans.ts';
import { printSealedFile } from '../../secrets/sealed/sealed-file.ts';
import { secretStatus } from '../../secrets/sealed/status.ts';
import { readSealedStore } from '../../secrets/sealed/store.ts';
import { fixture } from '../support/platform.ts';
import { town } from '../support/town.ts';
import { Bench } from './bench.ts';

const inventories = (platform: Platform = fixture) =>
  variantsOf(platform).map(({ phase, gitops }) => town(phase, gitops).inventory);
const union = (platform?: Platform) => unionOf(inventories(platform));

describe('the inventory of secrets', () => {
  const values = secretStatus(union(), readSealedStore(Bench.empty().root)).values;
  const usersOf = (id: string, among = values) => {
    const one = among.find((value) => idOf(value) === id);
    return (one?.claim.users?.[one.key] ?? []).map(({ path }) => path);
  };

  it('knows who reads a value: the application and its database, and the database alone', () => {
    expect(usersOf('lab/bench-database password')).toEqual(['lab/bench/workload-database', 'lab/bench/workload-web']);
    expect(usersOf('prod-shop/shop-database root-password')).toEqual(['prod-shop/shop/workload-database']);
  });

  it('says it of the phase that the platform is in', () => {
    const earlier = secretStatus(union({ ...fixture, phase: 2 }), readSealedStore(Bench.empty().root)).values;
    const id = 'prod-shop/shop-database password';
    expect(usersOf(id)).toEqual(['prod-shop/shop/workload-database']);
    expect(usersOf(id, earlier)).toEqual([
      'prod-shop/shop/workload-database',
      'prod-shop/shop/workload-web',
      'prod-shop/shop/workload-worker',
    ]);
    const ruleOf = (among: typeof values) => among.find((value) => idOf(value) === id)?.recipe.rotate;
    expect([ruleOf(values), ruleOf(earlier)]).toEqual([
      { never: expect.stringContaining('Vault replaces it') },
      undefined,
    ]);
  });

  it('knows what Vault makes by itself, and who logs in with it', () => {
    const { claim } = values.find((value) => idOf(value) === 'prod-cinema/cinema-database password') ?? {};
    expect(claim?.login?.kind).toBe('leased');
    expect(claim?.login?.users.map(({ path }) => path)).toEqual(['prod-cinema/cinema/workload-web']);
  });

  it('shows that in the list, for people and for programs', async () => {
    const bench = Bench.empty();
    await bench.runOn(inventories(), []);
    expect(bench.output).toMatch(
      /^prod-cinema\/cinema-database +\(login\) +leased by Vault +- +- +cinema +a user of its own/m,
    );
    await bench.runOn(inventories(), ['list', '--json']);
    expect(JSON.parse(bench.output).logins).toContainEqual({
      secret: 'prod-shop/shop-database',
      kind: 'rotated',
      users: ['prod-shop/shop/workload-web', 'prod-shop/shop/workload-worker'],
    });
  });

  it('has a user or a declaring construct for every value', () => {
    for (const { claim, key } of values) {
      const known = [...(claim.users?.[key] ?? []).map(({ path }) => path), claim.declaredBy];
      expect(known.filter(Boolean)).not.toEqual([]);
    }
  });

  it('says what restarts, a CronJob not', () => {
    const { claim } = values.find((value) => idOf(value) === 'prod-shop/shop-mail password') ?? {};
    expect(restartsOf(claim?.users?.password ?? [])).toEqual([
      'kubectl -n prod-shop rollout restart deployment/shop',
      'prod-shop cronjob/shop-cron: reads it when it runs next',
    ]);
  });
});

describe('synth refuses', () => {
  let sealed: Record<string, string>;
  const example = (): Bench => Bench.empty().putAll(sealed);

  beforeAll(async () => {
    const bench = Bench.empty();
    await bench.runOn(inventories(), ['seal', '--placeholder']);
    sealed = bench.files();
  });

  const found = (bench: Bench, count = { composed: 0 }) =>
    leftoversOf(
      fixture,
      town(fixture.phase, fixture.gitops).inventory,
      readSealedStore(bench.root),
      ({ phase, gitops }) => {
        count.composed += 1;
        return town(phase, gitops).inventory;
      },
    );

  it('nothing of what some phase and engine declares, and composes one variant more at most to know', () => {
    const count = { composed: 0 };
    expect(found(example(), count)).toEqual({ orphans: [], strangers: [] });
    expect(count.composed).toBeLessThanOrEqual(1);
  });

  it('a secret, and a key, that nobody declares', () => {
    const bench = example();
    const mail = JSON.parse(bench.read('sealed/prod-shop/shop-mail.json'));
    bench.put(
      'sealed/prod-shop/shop-mail.json',
      printSealedFile('prod-shop/shop-mail', { keys: { ...mail.keys, old: moved(mail.keys.password) } }),
    );
    const gone = { password: moved(mail.keys.password) };
    bench.put('sealed/prod-shop/gone.json', printSealedFile('prod-shop/gone', { keys: gone as never }));
    expect(found(bench).orphans).toEqual([{ secret: 'prod-shop/gone' }, { secret: 'prod-shop/shop-mail', key: 'old' }]);
  });

  it('a digest that belongs to another value', () => {
    const bench = example();
    const path = 'sealed/prod-cinema/cinema-oidc.json';
    bench.put(path, bench.read(path).replace(/"version": "[0-9a-f]+"/, `"version": "${'0'.repeat(16)}"`));
    expect(found(bench).strangers).toEqual([{ secret: 'security/authelia-oidc', key: 'cinema' }]);
  });
});

/** The same ciphertext for homes of another name, since no two files may seal for one. */
function moved(value: { sealed: Record<string, string> }) {
  const sealed = Object.entries(value.sealed).map(([home, ciphertext]) => [`${home}-moved`, ciphertext]);
  return { ...value, sealed: Object.fromEntries(sealed) };
}
