import { describe, expect, test } from 'vitest';
import { takeInventory } from '../../../constructs/inventory.ts';
import { NamespaceChart } from '../../../constructs/namespace/namespace.ts';
import type { DatabaseProps } from '../../../constructs/state/database.ts';
import { MariaDb } from '../../../constructs/state/mariadb.ts';
import { MySql } from '../../../constructs/state/mysql.ts';
import { PostgreSql } from '../../../constructs/state/postgresql.ts';
import { Valkey, type ValkeyProps } from '../../../constructs/state/valkey.ts';
import { Bench, bench, plain, scratchApp } from '../../support/bench.ts';
import type { Manifests } from '../../support/manifests.ts';

const engines = { MariaDb, MySql, PostgreSql };
const name = 'shop-database';

function database(engine: keyof typeof engines, props: Partial<DatabaseProps> = {}, phase: 1 | 2 | 3 = 1): Manifests {
  return bench((shop) => new engines[engine](shop, 'database', { size: '5Gi', backup: 'daily', ...props }), {
    platform: { phase },
  });
}

const valkey = (props: ValkeyProps = {}, phase: 1 | 2 | 3 = 1) =>
  bench((shop) => new Valkey(shop, 'cache', props), { platform: { phase } });

describe.each(['MariaDb', 'MySql', 'PostgreSql'] as const)('%s', (engine) => {
  test('runs hardened as user and group 999, the ones of its Debian image', () => {
    expect(database(engine).container(name).securityContext).toMatchObject({
      runAsUser: 999,
      runAsGroup: 999,
      readOnlyRootFilesystem: true,
    });
    expect(database(engine).pod(name).securityContext.fsGroup).toBe(999);
  });

  test('is a StatefulSet of one, so that its pod keeps its name, and has two minutes to stop', () => {
    expect(database(engine).one('StatefulSet', name).spec).toMatchObject({ replicas: 1, serviceName: name });
    expect(database(engine).pod(name).terminationGracePeriodSeconds).toBe(120);
  });

  test.each([1, 3] as const)('reads its password from a file in phase %s: it stands in no argument', (phase) => {
    const manifests = database(engine, {}, phase);
    const { args, command } = manifests.container(name);
    expect(args.join(' ')).not.toMatch(/pass/i);
    expect(command).toBeUndefined();
    const passwords = Object.entries(manifests.env(name)).filter(([variable]) => variable.includes('PASSWORD'));
    expect(passwords.map(([, path]) => path)).toContain('/secrets/shop-database.password');
    expect(passwords.every(([variable]) => variable.endsWith('_FILE'))).toBe(true);
  });

  test('is called like its service unless another name is given', () => {
    const names = (props: Partial<DatabaseProps>) => Object.values(database(engine, props).env(name));
    expect(names({})).toContain('shop');
    expect(names({ database: 'till' })).toContain('till');
  });

  test('takes every property', () => {
    const everything: Required<DatabaseProps> = {
      size: '7Gi',
      backup: 'hourly',
      database: 'till',
      resources: { cpu: '1', memory: '2Gi' },
      args: ['--one-more'],
      login: 'rotated',
    };
    const manifests = database(engine, everything);
    expect(manifests.one('PersistentVolumeClaim', name).spec.resources.requests.storage).toBe('7Gi');
    expect(manifests.container(name).args.at(-1)).toBe('--one-more');
    expect(manifests.container(name).resources.requests).toEqual({ cpu: '1', memory: '2Gi' });
  });

  test('is reached by who declares it, and by nobody else', () => {
    const manifests = bench((shop) => {
      const store = new engines[engine](shop, 'database', { size: '5Gi', backup: 'daily' });
      shop.workload('web', { ...plain, reaches: [store] });
      shop.workload('other', plain);
    });
    expect(manifests.names('NetworkPolicy').filter((policy) => policy.includes('database'))).toEqual([
      'shop-to-shop-database',
      'shop-to-shop-database-ingress',
    ]);
  });
});

describe.each(['MariaDb', 'MySql'] as const)('%s', (engine) => {
  test('is dumped as root, whose password nobody rotates without a person', () => {
    const app = scratchApp();
    const shop = new Bench(new NamespaceChart(app, 'plot', { tier: 'prod' }), 'shop');
    new engines[engine](shop, 'database', { size: '5Gi', backup: 'daily' });
    const [claim] = takeInventory(app).backups;
    expect(claim?.dump?.command.at(-1)).toMatch(
      /^MYSQL_PWD="\$\(cat "\$M\w+_ROOT_PASSWORD_FILE"\)" exec \S+ --user=root --single-transaction/,
    );
  });
});

describe('MariaDB', () => {
  test('keeps its data where the image does and upgrades its own tables', () => {
    expect(database('MariaDb').mounts(name)).toEqual({
      '/var/lib/mysql': name,
      '/run/mysqld': 'scratch-run-mysqld',
      '/tmp': 'scratch-tmp',
      '/secrets': 'secrets',
    });
    expect(database('MariaDb').env(name)).toMatchObject({ MARIADB_DATABASE: 'shop', MARIADB_AUTO_UPGRADE: '1' });
  });

  test('is probed by its own script, which needs no password', () => {
    const { command } = database('MariaDb').container(name).readinessProbe.exec;
    expect(command).toEqual(['healthcheck.sh', '--connect', '--innodb_initialized']);
  });
});

describe('MySQL', () => {
  test('runs slim: no performance schema, no X plugin, no log of a month that nothing reads', () => {
    expect(database('MySql').container(name).args).toEqual(
      expect.arrayContaining(['--performance-schema=OFF', '--mysqlx=OFF', '--disable-log-bin']),
    );
    expect(database('MySql').mounts(name)).toMatchObject({
      '/var/lib/mysql': name,
      '/var/run/mysqld': 'scratch-var-run-mysqld',
    });
  });

  test('is probed over TCP, so that the server of the first initialisation does not count', () => {
    const probe = database('MySql').container(name).livenessProbe.exec.command.join(' ');
    expect(probe).toContain('--host=127.0.0.1');
    expect(probe).toContain('MYSQL_PWD="$(cat "$MYSQL_PASSWORD_FILE")"');
    expect(probe).not.toMatch(/--password|\s-p/);
  });
});

describe('PostgreSQL', () => {
  test('17 is mounted exactly at /var/lib/postgresql/data and keeps its cluster in a folder of it', () => {
    expect(database('PostgreSql').mounts(name)['/var/lib/postgresql/data']).toBe(name);
    expect(database('PostgreSql').env(name).PGDATA).toBe('/var/lib/postgresql/data/pgdata');
    expect(database('PostgreSql').container(name).image).toMatch(/^postgres:17\./);
  });

  test('has shared memory of its own: the default of 64 MB is too little', () => {
    expect(database('PostgreSql').mounts(name)['/dev/shm']).toBe('scratch-dev-shm');
    expect(database('PostgreSql').podVolume(name, 'scratch-dev-shm').emptyDir.medium).toBe('Memory');
  });
});

describe('Valkey', () => {
  const pod = 'shop-cache';

  test('runs as the user and group of its Alpine image, which are not equal', () => {
    expect(valkey().container(pod).securityContext).toMatchObject({ runAsUser: 999, runAsGroup: 1000 });
    expect(valkey().container(pod).image).toMatch(/-alpine$/);
  });

  test('has a writable /data although it keeps nothing', () => {
    expect(valkey().mounts(pod)['/data']).toBe('scratch-data');
    expect(valkey().of('PersistentVolumeClaim')).toEqual([]);
    expect(valkey().one('ConfigMap').data['etc_valkey_valkey.conf']).toMatch(/^save ""\nappendonly no\n/);
  });

  test('refuses writes when full rather than dropping locks, unless it is told to be a cache', () => {
    const config = (props: ValkeyProps) => valkey(props).one('ConfigMap').data['etc_valkey_valkey.conf'];
    expect(config({})).toContain('maxmemory 128mb\nmaxmemory-policy noeviction\n');
    const everything: Required<ValkeyProps> = {
      memory: '1Gi',
      whenFull: 'allkeys-lru',
      resources: { cpu: '1', memory: '2Gi' },
    };
    expect(config(everything)).toContain('maxmemory 1gb\nmaxmemory-policy allkeys-lru\n');
    expect(valkey(everything).container(pod).resources.limits).toEqual({ memory: '2Gi' });
  });

  test.each([1, 3] as const)('has its password in no argument of a process in phase %s', (phase) => {
    const { command, args } = valkey({}, phase).container(pod);
    expect(args).toBeUndefined();
    expect(command.join(' ')).toContain('exec valkey-server /data/valkey.conf');
    expect(command.join(' ')).not.toContain('--requirepass');
  });

  test('is well only when it answers PONG: a wrong password exits 0 too', () => {
    expect(valkey().container(pod).livenessProbe.exec.command.at(-1)).toMatch(/valkey-cli ping \| grep -q PONG$/);
  });
});
