import { describe, expect, test } from 'vitest';
import { random } from '../../../../constructs/secret/secret.ts';
import { images } from '../../../../platform/versions.ts';
import { type Bench, bench } from '../../../support/bench.ts';
import type { Fields } from '../../../support/manifests.ts';
import { town } from '../../../support/town.ts';

const { manifests, inventory } = town();
const security = manifests.in('security');
const claims = inventory.secrets.filter(({ backend }) => backend === 'vault');
const pod = security.pod('vault-feed');
const config = security.one('ConfigMap', 'vault-feed-config').data as Record<string, string>;
const list = (config['job_list'] ?? '').trim().split('\n');

describe('what feeds Vault', () => {
  test('is a CronJob of phase 3: a Job’s pod could never be changed, and fails for good while Vault is sealed', () => {
    expect(security.one('CronJob', 'vault-feed').spec).toMatchObject({
      schedule: '*/5 * * * *',
      concurrencyPolicy: 'Forbid',
    });
    expect(manifests.of('Job')).toEqual([]);
    for (const phase of [1, 2] as const) {
      expect(town(phase).manifests.names('CronJob')).not.toContain('vault-feed');
    }
  });

  test('lists every secret that Vault serves, with its keys, and no other', () => {
    const declared = claims.map(({ vaultPath, keys }) => [vaultPath, ...Object.keys(keys)].join(' '));
    expect(list).toEqual(declared.sort());
  });

  test('sees each beside Vault at the path that the list names, its digest with it', () => {
    const { sources } = security.podVolume('vault-feed', 'projected-feed').projected;
    const sealed = security.names('SealedSecret');
    const seen = sources.map(({ secret }: Fields) => {
      expect(sealed).toContain(secret.name);
      const { keys, vaultPath } = claims.find(({ homes }) => homes.vault === `security/${secret.name}`) as Fields;
      const names = [...Object.keys(keys), '.digest'];
      expect(secret.items).toEqual(names.map((key) => ({ key, path: `${vaultPath}/${key}` })));
      return vaultPath;
    });
    expect(seen).toEqual(list.map((line) => line.split(' ')[0]));
  });

  test('starts although one of them is not unsealed yet: the script says which, and feeds the others', () => {
    const { sources } = security.podVolume('vault-feed', 'projected-feed').projected;
    expect(sources.every(({ secret }: Fields) => secret.optional === true)).toBe(true);
  });

  test('hands each database’s root password to the connection that comes with it', () => {
    const lines = (config['job_connections'] ?? '').trim().split('\n');
    expect(lines).toEqual(
      inventory.databaseLogins.map(({ admin, role }) => `${admin.secret.vaultPath} ${role} root-password`).sort(),
    );
    for (const line of lines) expect(list.some((entry) => entry.startsWith(`${line.split(' ')[0]} `))).toBe(true);
  });

  test('logs in with a token for Vault alone, as the one account that the stack lets write', () => {
    expect(security.podVolume('vault-feed', 'projected-login').projected.sources).toEqual([
      { serviceAccountToken: { path: 'token', audience: 'vault', expirationSeconds: 600 } },
    ]);
    expect(pod).toMatchObject({ serviceAccountName: 'vault-feed', automountServiceAccountToken: false });
    expect(security.env('vault-feed').ROLE).toBe('security-vault-feed');
  });

  test('is as hard as any pod, and does not wait for the injector', () => {
    expect(security.container('vault-feed').securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 100,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(security.template('vault-feed').metadata.labels).not.toHaveProperty('uyoop.fr/secrets');
  });

  test('reaches Vault and nothing else', () => {
    const edges = inventory.edges.filter(({ from }) => from.name === 'vault-feed').map(({ to }) => to.name);
    expect(edges).toEqual(['vault']);
    expect(security.names('NetworkPolicy')).toContain('vault-feed-to-vault-ingress');
  });

  test('has no value in its arguments, its variables or its files', () => {
    const { command, args, env } = security.container('vault-feed');
    expect([command, args]).toEqual([['/bin/sh', '/job/run.sh'], undefined]);
    expect(env.every(({ value }: Fields) => typeof value === 'string')).toBe(true);
    expect(Object.keys(config).sort()).toEqual(['job_connections', 'job_list', 'job_run.sh']);
  });

  test('runs the Vault that agents and snapshots run', () => {
    const used = ['vault-feed', 'vault-snapshot'].map((name) => security.container(name).image);
    expect(used).toEqual([images.vault, images.vault]);
  });
});

describe('the digest beside a sealed value', () => {
  const digest = (sealed: Record<string, string>, phase: 2 | 3 = 3) => {
    const encrypted = { encryptedData: sealed };
    const store = { 'security/vault-feed.plot.shop-app': encrypted, 'plot/shop-app': encrypted };
    const build = (shop: Bench) => shop.secret('app', { token: random(), key: random() });
    return bench(build, { sealed: store, platform: { phase } }).one('SealedSecret').spec.template.data;
  };

  test('changes with any of its keys, and with nothing else', () => {
    const first = digest({ token: 'AgA', key: 'AgB' });
    expect(first).toEqual({ '.digest': expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(digest({ key: 'AgB', token: 'AgA', foreign: 'AgZ' })).toEqual(first);
    expect(digest({ token: 'AgC', key: 'AgB' })).not.toEqual(first);
    expect(digest({ token: 'AgA', key: 'AgC' })).not.toEqual(first);
  });

  test('is there for Vault alone', () => {
    expect(digest({ token: 'AgA' }, 2)).toBeUndefined();
  });
});
