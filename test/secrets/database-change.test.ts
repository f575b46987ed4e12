import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { random, type SecretClaim } from '../../constructs/secret/secret.ts';
import { MariaDb } from '../../constructs/state/mariadb.ts';
import { plain, Bench as ServiceBench } from '../support/bench.ts';
import { alone } from '../support/composed.ts';
import { Bench, claimsOf, sealOnce } from './bench.ts';

const user = (engine: 'mariadb' | 'mysql', name: string, hosts: readonly string[]) =>
  random(40, { database: { engine, name, hosts } });
const claims = claimsOf({
  'cloud/drive-database': {
    password: user('mariadb', 'drive', ['%']),
    'root-password': user('mariadb', 'root', ['localhost', '%']),
  },
  'web/blog-database': { password: user('mysql', 'blog', ['%']), 'root-password': user('mysql', 'root', ['%']) },
  'lab/quality-database': { password: random(40, { database: { engine: 'postgresql', name: 'quality', hosts: [] } }) },
});
const [drive, blog, quality] = claims as [SecretClaim, SecretClaim, SecretClaim];

let sealed: Record<string, string>;
beforeAll(async () => {
  sealed = await sealOnce(claims);
});
const fresh = (): Bench => new Bench().putAll(sealed);
const rotated = async (...words: string[]): Promise<Bench> => {
  const bench = fresh();
  expect(await bench.run(claims, ['rotate', ...words])).toBe(0);
  return bench;
};

/** Stand-ins for kubectl, which runs what it is told, and for clients, which say what they were told. */
class Pod {
  private readonly folder = mkdtempSync(join(tmpdir(), 'uyoop-pod-'));
  private readonly env: Record<string, string> = {};

  constructor(variables: Readonly<Record<string, string>>) {
    for (const [variable, text] of Object.entries(variables)) {
      writeFileSync(join(this.folder, variable), text);
      this.env[variable] = variable.endsWith('_FILE') ? join(this.folder, variable) : text;
    }
    this.program('kubectl', 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"');
    for (const client of ['mariadb', 'mysql', 'psql']) {
      this.program(client, `echo "${client} $*"; echo "password $MYSQL_PWD"; cat`);
    }
  }

  private program(name: string, text: string): void {
    const path = join(this.folder, name);
    writeFileSync(path, `#!/bin/sh\n${text}\n`);
    chmodSync(path, 0o755);
  }

  run(command: string, input = ''): string {
    const PATH = [this.folder, process.env['PATH']].join(delimiter);
    return execFileSync('sh', ['-c', command], { encoding: 'utf8', input, env: { ...this.env, PATH } });
  }
}

function lineOf(text: string, word: string): string {
  const line = text.split('\n').find((line) => line.startsWith(word)) ?? '';
  return line.slice(word.length).trim();
}

describe('a rotated password of a database', () => {
  it('holds beside the old one in MySQL, by a pipe that carries it, and is shown nowhere else', async () => {
    const bench = await rotated('web/blog-database', 'password');
    const value = bench.value(blog, 'password');
    expect(bench.output).toBe(`ALTER USER 'blog'@'%' IDENTIFIED BY '${value}' RETAIN CURRENT PASSWORD;\n`);
    expect(bench.errors).not.toContain(value);
    expect(bench.errors).toContain('changed   web/blog-database password');
    expect(bench.errors).toContain('git checkout -- sealed/web/blog-database.json');
  });

  it('holds beside the old one in MariaDB, which finds the digest of the old one itself', async () => {
    const bench = await rotated('cloud/drive-database', 'root-password');
    const value = bench.value(drive, 'root-password');
    const statements = bench.output.trim().split('\n');
    expect(statements).toHaveLength(4);
    expect(statements[0]).toContain("INTO @old FROM mysql.global_priv WHERE User = 'root' AND Host = 'localhost'");
    const way = "IDENTIFIED VIA mysql_native_password USING ''', @old, ''' OR mysql_native_password USING";
    expect(statements.filter((one) => one.includes(value))).toEqual(
      ['localhost', '%'].map(
        (host) => `EXECUTE IMMEDIATE CONCAT('ALTER USER ''root''@''${host}'' ${way} PASSWORD(''${value}'')');`,
      ),
    );
    expect(bench.value(drive, 'password')).toBe(fresh().value(drive, 'password'));
  });

  it('forgets the old one at last, in the server’s own pod, from its own files', async () => {
    const mariadb = await rotated('cloud/drive-database', 'password');
    const pod = new Pod({ MARIADB_PASSWORD_FILE: 'new', MARIADB_ROOT_PASSWORD_FILE: 'top' });
    expect(pod.run(lineOf(mariadb.errors, 'at last'))).toBe(
      'mariadb --user=root\npassword top\nALTER USER "drive"@"%" IDENTIFIED BY "new";\n',
    );
    const root = await rotated('cloud/drive-database', 'root-password');
    expect(pod.run(lineOf(root.errors, 'at last'))).toContain(
      'ALTER USER "root"@"localhost" IDENTIFIED BY "top"; ALTER USER "root"@"%" IDENTIFIED BY "top";',
    );
    const mysql = await rotated('web/blog-database', 'password');
    expect(new Pod({ MYSQL_ROOT_PASSWORD_FILE: 'top' }).run(lineOf(mysql.errors, 'at last'))).toBe(
      'mysql --user=root\npassword top\nALTER USER "blog"@"%" DISCARD OLD PASSWORD;\n',
    );
  });

  it('is taken by PostgreSQL, which holds one a role, from its own file: no value is put out at all', async () => {
    const bench = await rotated('lab/quality-database');
    expect(bench.output).not.toContain(bench.value(quality, 'password'));
    const pod = new Pod({ POSTGRES_PASSWORD_FILE: 'new', POSTGRES_USER: 'quality', POSTGRES_DB: 'quality' });
    expect(pod.run(lineOf(bench.output, 'at last'))).toContain('ALTER ROLE "quality" PASSWORD $$new$$;\n');
  });

  it.each([
    ['at a terminal, which would show it', true, {}],
    ['below an npm that speaks itself', false, { npm_lifecycle_event: 'secrets', npm_config_loglevel: 'notice' }],
  ])('is refused %s, with the pipe to say, and nothing is written', async (_, outIsTerminal, env) => {
    const bench = fresh();
    bench.outIsTerminal = outIsTerminal;
    expect(await bench.run(claims, ['rotate', 'cloud/drive-database', 'password'], { ...env })).toBe(1);
    expect(bench.files()).toEqual(fresh().files());
    const [, pipe = ''] = bench.errors.split('Say:\n');
    expect(pipe).toMatch(/^npm run --silent secrets -- rotate cloud\/drive-database password \|\n/);
    const pod = new Pod({ MARIADB_ROOT_PASSWORD_FILE: 'top' });
    const taken = pod.run(pipe.split('|\n')[1] as string, 'SELECT 1;\n');
    expect(taken).toBe('mariadb --user=root\npassword top\nSELECT 1;\n');
  });

  it('comes through an npm that is silent', async () => {
    const env = { npm_lifecycle_event: 'secrets', npm_config_loglevel: 'silent' };
    expect(await fresh().run(claims, ['rotate', 'cloud/drive-database', 'password'], env)).toBe(0);
  });

  it('never changes together with the other one: nobody could log in to say so', async () => {
    const bench = fresh();
    expect(await bench.run(claims, ['rotate', 'cloud/drive-database'])).toBe(1);
    expect(bench.errors).toContain("say which key, 'password' or 'root-password'");
    expect(bench.files()).toEqual(fresh().files());
  });

  it('that a person sets is told to the database by that person', async () => {
    const bench = fresh();
    expect(await bench.run(claims, ['set', 'web/blog-database', 'password'], {}, 'known')).toBe(0);
    expect(bench.output).toContain(
      'then      web/blog-database password: change it in the database first (ALTER USER)',
    );
    expect(bench.output).not.toContain('at last');
  });
});

describe('whoever reads a password of its database', () => {
  const { inventory } = alone('cloud', 'prod', (chart) => {
    const service = new ServiceBench(chart, 'drive');
    const database = new MariaDb(service, 'database', { size: '1Gi', backup: 'daily' });
    service.workload('web', { ...plain, secretFiles: [database.password], rereadsSecrets: true });
    service.workload('worker', { ...plain, secretFiles: [database.password] });
  });

  it('restarts, or reads it at each use and needs none', async () => {
    const bench = new Bench();
    expect(await bench.runOn([inventory], ['seal'])).toBe(0);
    expect(await bench.runOn([inventory], ['rotate', 'cloud/drive-database', 'password'])).toBe(0);
    expect(bench.output).toContain("ALTER USER ''drive''@''%''");
    expect(bench.errors).toContain('restart   cloud deployment/drive: none, it reads the file at each use');
    expect(bench.errors).toContain('restart   kubectl -n cloud rollout restart deployment/drive-worker\n');
    expect(bench.errors).toContain('restart   kubectl -n cloud rollout restart statefulset/drive-database\n');
  });
});
