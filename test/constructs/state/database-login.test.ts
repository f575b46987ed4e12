import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { takeInventory } from '../../../constructs/inventory.ts';
import { NamespaceChart } from '../../../constructs/namespace/namespace.ts';
import type { WorkloadProps } from '../../../constructs/pod/workload.ts';
import type { LoginKind } from '../../../constructs/secret/secret.ts';
import type { ServiceProps } from '../../../constructs/service/service.ts';
import { MariaDb } from '../../../constructs/state/mariadb.ts';
import { PostgreSql } from '../../../constructs/state/postgresql.ts';
import { Bench, bench, plain, scratchApp } from '../../support/bench.ts';
import type { Manifests } from '../../support/manifests.ts';

const entrypoint = ['start.sh'];

function shop(login: LoginKind | undefined, phase: 1 | 2 | 3 = 3, props: Partial<WorkloadProps> = {}): Manifests {
  const build = (service: Bench) => {
    const database = new MariaDb(service, 'database', { size: '1Gi', backup: 'daily', login });
    const env = { USER: database.user, PASSWORD: database.password };
    service.workload('web', { ...plain, entrypoint, env, reaches: [database], ...props });
  };
  return bench(build, { platform: { phase } });
}

const annotation = (manifests: Manifests, name: string, pod = 'shop') =>
  manifests.template(pod).metadata.annotations[`vault.hashicorp.com/${name}`];

describe('a login that Vault replaces', () => {
  test.each([1, 2] as const)('changes nothing in phase %s', (phase) => {
    const of = (login?: LoginKind) => shop(login, phase).all;
    expect(of('leased')).toEqual(of());
    expect(of('rotated')).toEqual(of());
  });

  test('changes nothing for a service that is not moved to Vault yet, nor in dev', () => {
    const build = (login?: LoginKind) => (props: { tier?: 'dev'; sealed?: ServiceProps['secrets'] }) =>
      bench(
        (service) => {
          const database = new MariaDb(service, 'database', { size: '1Gi', backup: 'daily', login });
          service.workload('web', { ...plain, env: { PASSWORD: database.password } });
        },
        { platform: { phase: 3 }, tier: props.tier ?? 'prod', secrets: props.sealed },
      ).all;
    for (const props of [{ tier: 'dev' }, { sealed: 'sealed' }] as const) {
      expect(build('leased')(props)).toEqual(build()(props));
    }
  });

  test('is leased to each pod by an agent beside it: one before it would leave a lease of its own behind', () => {
    const manifests = shop('leased');
    expect(annotation(manifests, 'agent-pre-populate')).toBe('false');
    expect(annotation(manifests, 'agent-inject-secret-env')).toBe('database/creds/plot-shop-database');
    const template = annotation(manifests, 'agent-inject-template-env');
    expect(template).toContain('export USER=\'{{ index .Data "username"');
    expect(template).toContain('export PASSWORD=\'{{ index .Data "password"');
  });

  test('is rotated for its one user, written before the pod starts and again by the agent that stays', () => {
    const manifests = shop('rotated');
    expect(annotation(manifests, 'agent-pre-populate')).toBeUndefined();
    expect(annotation(manifests, 'agent-pre-populate-only')).toBe('false');
    expect(annotation(manifests, 'agent-inject-secret-env')).toBe('database/static-creds/plot-shop-database');
    expect(manifests.env('shop')).toMatchObject({ USER: 'shop' });
  });

  test('leaves the server with its own passwords and its own account', () => {
    const manifests = shop('rotated');
    expect(annotation(manifests, 'role', 'shop-database')).toBe('plot-shop-database');
    expect(annotation(manifests, 'role')).toBe('plot-shop');
    expect(annotation(manifests, 'agent-pre-populate-only', 'shop-database')).toBe('true');
    expect(manifests.env('shop-database').MARIADB_PASSWORD_FILE).toBe('/secrets/shop-database.password');
  });

  test('lets Vault reach the database, and nothing more of the service', () => {
    const toward = (manifests: Manifests) => manifests.names('NetworkPolicy').filter((name) => /^vault-to/.test(name));
    expect(toward(shop('leased'))).toEqual(['vault-to-shop-database', 'vault-to-shop-database-ingress']);
    expect(toward(shop(undefined))).toEqual([]);
  });

  test('cannot be leased to a job: each run would leave a user behind', () => {
    const build = (login: LoginKind) => () =>
      bench(
        (service) => {
          const { password } = new MariaDb(service, 'database', { size: '1Gi', backup: 'daily', login });
          const { probe: _, ports: __, ...job } = plain;
          service.scheduled('cron', { ...job, schedule: '* * * * *', secretFiles: [password] });
        },
        { platform: { phase: 3 } },
      );
    expect(build('leased')).toThrow(/plot\/shop-cron: is a job.*give the database a 'rotated' login/);
    expect(annotation(build('rotated')(), 'agent-pre-populate-only', 'shop-cron')).toBe('true');
  });

  test('has a claim for the agent that stays', () => {
    const of = (login?: LoginKind) => shop(login).one('ResourceQuota').spec.hard['requests.memory'];
    expect(Number.parseInt(of('rotated'), 10) - Number.parseInt(of(), 10)).toBe(2 * 32);
  });

  test('has that claim on every machine that such a pod runs on', () => {
    const app = scratchApp({ phase: 3 });
    const service = new Bench(new NamespaceChart(app, 'plot', { tier: 'prod' }), 'shop');
    const { password } = new MariaDb(service, 'database', { size: '1Gi', backup: 'daily', login: 'rotated' });
    service.everywhere('watch', { ...plain, entrypoint, secretFiles: [password] });
    const agents = takeInventory(app).claims.filter(({ sidecar }) => sidecar);
    expect(agents.map(({ machine, resources }) => [machine.name, resources.memory])).toEqual([
      ['quay', '32Mi'],
      ['loft', '32Mi'],
    ]);
  });

  test('is not rotated by hand any more where Vault does it', () => {
    const rules = (login?: LoginKind) => {
      const app = scratchApp({ phase: 3 });
      const service = new Bench(new NamespaceChart(app, 'plot', { tier: 'prod' }), 'shop');
      new MariaDb(service, 'database', { size: '1Gi', backup: 'daily', login });
      const [claim] = takeInventory(app).secrets;
      return ['password', 'root-password'].map((key) => typeof claim?.keys[key]?.rotate);
    };
    const never = 'object';
    expect([rules('leased'), rules('rotated'), rules()]).toEqual([
      [never, 'undefined'],
      [never, 'undefined'],
      ['undefined', 'undefined'],
    ]);
  });

  test('is not for PostgreSQL, whose one user Vault would have to come as', () => {
    const props = { size: '1Gi', backup: 'daily', login: 'rotated' } as const;
    const build = (service: Bench) => new PostgreSql(service, 'database', props);
    expect(() => bench(build, { platform: { phase: 3 } })).toThrow(/has no root that Vault could come as/);
  });
});

/** The wrapper that starts a pod's program, run for real with `/secrets` somewhere else. */
describe('what starts a pod whose login changes', () => {
  const folder = () => mkdtempSync(join(tmpdir(), 'secrets-'));
  const words = (login: LoginKind, at: string, program: string): [string, string[]] => {
    const [shell = '', flag = '', script = ''] = shop(login).container('shop').command as string[];
    return [shell, [flag, script.replaceAll('/secrets', at), '--', '/bin/sh', '-c', program]];
  };
  const write = (at: string, user: string) => writeFileSync(join(at, 'env'), `export USER='${user}'\n`);

  test('waits for the agent’s file, then becomes the program with what is in it', async () => {
    const at = folder();
    const child = spawn(...words('leased', at, 'echo "$USER"; echo $$'));
    let out = '';
    child.stdout.on('data', (text) => (out += text));
    setTimeout(() => write(at, 'v-kubernetes-1'), 300);
    await new Promise((resolve) => child.on('close', resolve));
    expect(out).toBe(`v-kubernetes-1\n${readFileSync(join(at, 'process'), 'utf8')}`);
    expect(readFileSync(join(at, 'process'), 'utf8')).toBe(`${child.pid}\n`);
  });

  test('is ended even before it has read its values, so that it never starts with those that were just replaced', async () => {
    const at = folder();
    write(at, 'old');
    // What is read takes its time here, and the agent replaces it meanwhile.
    writeFileSync(join(at, 'env'), `${readFileSync(join(at, 'env'), 'utf8')}sleep 2\n`);
    const child = spawn(...words('rotated', at, 'echo started'));
    let out = '';
    child.stdout.on('data', (text) => (out += text));
    const ended = new Promise((resolve) => child.on('close', (_, signal) => resolve(signal)));
    while (!existsSync(join(at, 'process'))) await new Promise((resolve) => setTimeout(resolve, 20));
    const command = annotation(shop('rotated'), 'agent-inject-command-env').replaceAll('/secrets', at);
    spawnSync('/bin/sh', ['-c', command]);
    expect([await ended, out]).toEqual(['SIGTERM', '']);
  });

  test('is ended by the agent’s command, which finds nothing to complain of before or after', async () => {
    const at = folder();
    const command = annotation(shop('rotated'), 'agent-inject-command-env').replaceAll('/secrets', at);
    const run = () => {
      const { status, stderr } = spawnSync('/bin/sh', ['-c', command], { encoding: 'utf8' });
      return [status, stderr];
    };
    expect(run()).toEqual([0, '']);
    write(at, 'shop');
    const child = spawn(...words('rotated', at, 'exec sleep 30'));
    const ended = new Promise((resolve) => child.on('close', (_, signal) => resolve(signal)));
    while (!existsSync(join(at, 'process'))) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(run()).toEqual([0, '']);
    expect(await ended).toBe('SIGTERM');
    expect(run()).toEqual([0, '']);
  });
});
