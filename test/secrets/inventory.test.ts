import { beforeAll, describe, expect, it } from 'vitest';
import type { Platform } from '../../platform/types.ts';
import { uyoop } from '../../platform/uyoop.ts';
import { idOf } from '../../secrets/declared/declared.ts';
import { restartsOf } from '../../secrets/declared/restarts.ts';
import { unionOf } from '../../secrets/declared/union.ts';
import { storeFindings, variantsOf } from '../../secrets/sealed/orphans.ts';
import { secretStatus } from '../../secrets/sealed/status.ts';
import { readSealedStore } from '../../secrets/sealed/store.ts';
import { composed } from '../support/composed.ts';
import { run } from '../synth/command/command-line.ts';
import { Bench } from './bench.ts';

const union = (platform: Platform = uyoop) =>
  unionOf(variantsOf(platform).map(({ phase, gitops }) => composed(phase, gitops).inventory));

describe('the inventory of secrets', () => {
  const values = secretStatus(union(), readSealedStore(Bench.empty().root)).values;
  const usersOf = (id: string, among = values) => {
    const one = among.find((value) => idOf(value) === id);
    return (one?.claim.users?.[one.key] ?? []).map(({ path }) => path);
  };

  it('knows who reads a value: the application and its database, and the database alone', () => {
    expect(usersOf('devops-factory/sonarqube-database password')).toEqual([
      'devops-factory/sonarqube/workload-database',
      'devops-factory/sonarqube/workload-web',
    ]);
    expect(usersOf('prod-web/ghost-database root-password')).toEqual(['prod-web/ghost/workload-database']);
  });

  it('says it of the phase that the platform is in', () => {
    const earlier = secretStatus(union({ ...uyoop, phase: 2 }), readSealedStore(Bench.empty().root)).values;
    const id = 'prod-web/ghost-database password';
    expect(usersOf(id)).toEqual(['prod-web/ghost/workload-database']);
    expect(usersOf(id, earlier)).toEqual(['prod-web/ghost/workload-database', 'prod-web/ghost/workload-web']);
    const ruleOf = (among: typeof values) => among.find((value) => idOf(value) === id)?.recipe.rotate;
    expect([ruleOf(values), ruleOf(earlier)]).toEqual([
      { never: expect.stringContaining('Vault replaces it') },
      undefined,
    ]);
  });

  it('knows what Vault makes by itself, and who logs in with it', () => {
    const { claim } = values.find((value) => idOf(value) === 'prod-gestion/dolibarr-database password') ?? {};
    expect(claim?.login?.kind).toBe('leased');
    expect(claim?.login?.users.map(({ path }) => path)).toEqual([
      'prod-gestion/dolibarr/workload-web',
      'prod-gestion/dolibarr/workload-cron',
    ]);
  });

  it('shows that in the list, for people and for programs', () => {
    expect(run(['secrets']).stdout).toMatch(
      /^prod-gestion\/dolibarr-database +\(login\) +leased by Vault +- +- +dolibarr, dolibarr-cron +a user of its own/m,
    );
    const { logins } = JSON.parse(run(['secrets', 'list', '--json']).stdout);
    expect(logins).toContainEqual({
      secret: 'prod-web/ghost-database',
      kind: 'rotated',
      users: ['prod-web/ghost/workload-web'],
    });
  });

  it('has a user or a declaring construct for every value', () => {
    for (const { claim, key } of values) {
      const known = [...(claim.users?.[key] ?? []).map(({ path }) => path), claim.declaredBy];
      expect(known.filter(Boolean)).not.toEqual([]);
    }
  });

  it('says what restarts, a CronJob not', () => {
    const { claim } = values.find((value) => idOf(value) === 'prod-cloud/nextcloud-mail password') ?? {};
    expect(restartsOf(claim?.users?.password ?? [])).toEqual([
      'kubectl -n prod-cloud rollout restart deployment/nextcloud',
      'prod-cloud cronjob/nextcloud-cron: reads it when it runs next',
    ]);
  });
});

describe('synth refuses', () => {
  let sealed: Record<string, string>;
  const example = (): Bench => Bench.empty().putAll(sealed);

  beforeAll(async () => {
    const bench = Bench.empty();
    await bench.run(union() as never, ['seal', '--placeholder']);
    sealed = bench.files();
  });

  const found = (bench: Bench, count = { composed: 0 }) =>
    storeFindings(
      uyoop,
      composed(uyoop.phase, uyoop.gitops).inventory,
      readSealedStore(bench.root),
      ({ phase, gitops }) => {
        count.composed += 1;
        return composed(phase, gitops).inventory;
      },
    );

  it('nothing of what some phase and engine declares, and composes one variant more at most to know', () => {
    const count = { composed: 0 };
    expect(found(example(), count)).toEqual([]);
    expect(count.composed).toBeLessThanOrEqual(1);
  });

  it('a secret, and a key, that nobody declares', () => {
    const bench = example();
    const mail = JSON.parse(bench.read('sealed/prod-web/ghost-mail.json'));
    bench.put(
      'sealed/prod-web/ghost-mail.json',
      JSON.stringify({ ...mail, keys: { ...mail.keys, old: moved(mail.keys.password) } }),
    );
    const gone = { password: moved(mail.keys.password) };
    bench.put('sealed/prod-web/gone.json', JSON.stringify({ ...mail, secret: 'prod-web/gone', keys: gone }));
    expect(found(bench).map(({ where, got }) => [where, got])).toEqual([
      ['sealed/prod-web/ghost-mail.json', "key 'old' of prod-web/ghost-mail"],
      ['sealed/prod-web/gone.json', 'the secret prod-web/gone'],
    ]);
  });

  it('a digest that belongs to another value', () => {
    const bench = example();
    const path = 'sealed/prod-cloud/nextcloud-oidc.json';
    bench.put(path, bench.read(path).replace(/"version": "[0-9a-f]+"/, `"version": "${'0'.repeat(16)}"`));
    expect(found(bench).map(({ got }) => got)).toEqual(["key 'nextcloud' of security/authelia-oidc"]);
  });
});

/** The same ciphertext for homes of another name, since no two files may seal for one. */
function moved(value: { sealed: Record<string, string> }) {
  const sealed = Object.entries(value.sealed).map(([home, ciphertext]) => [`${home}-moved`, ciphertext]);
  return { ...value, sealed: Object.fromEntries(sealed) };
}
