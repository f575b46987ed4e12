import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { SonarQube } from '../../../../constructs/services/sonarqube/sonarqube.ts';
import { alone } from '../../../support/composed.ts';
import { host } from '../../../support/platform.ts';

const { manifests } = alone(
  'devops-factory',
  'dev',
  (chart) => new SonarQube(chart, 'sonarqube', { host: host('sonar.harbour.example') }),
  { phase: 2 },
);
const factory = manifests.in('devops-factory');
const container = factory.container('sonarqube');
const text: string = factory.one('ConfigMap', 'sonarqube-config').data['uyoop_claim.sh'];

/** What SonarQube 26.8 answers, as it was seen to. */
class Stub {
  readonly asked: string[] = [];
  password: string;
  status = 'UP';
  private readonly server: Server;

  constructor(password: string) {
    this.password = password;
    this.server = createServer((request, response) => {
      const body: Buffer[] = [];
      request.on('data', (part) => body.push(part));
      request.on('end', () => {
        const { status, text } = this.answer(request.url ?? '', request.headers.authorization, Buffer.concat(body));
        response.writeHead(status).end(text);
      });
    });
  }

  private answer(url: string, authorization = '', body: Buffer) {
    if (url === '/api/system/status') return { status: 200, text: JSON.stringify({ status: this.status }) };
    const [, own = ''] = Buffer.from(authorization.replace('Basic ', ''), 'base64').toString().split('admin:');
    if (url === '/api/authentication/validate')
      return { status: 200, text: JSON.stringify({ valid: own === this.password }) };
    const fields = new URLSearchParams(body.toString());
    if (own !== this.password) return { status: 401, text: '' };
    this.asked.push(
      [url.slice(5), ...[...fields].flatMap(([key, value]) => (/pass/i.test(key) ? [] : [value]))].join(' '),
    );
    if (url === '/api/user_groups/create') return { status: 400, text: "Group 'admins' already exists" };
    if (url === '/api/users/change_password') {
      const wanted = fields.get('password') ?? '';
      const strong = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/, /.{12}/].every((pattern) => pattern.test(wanted));
      if (!strong || fields.get('previousPassword') !== own) return { status: 400, text: 'Password must contain' };
      this.password = wanted;
    }
    return { status: 204, text: '' };
  }

  listen = () =>
    new Promise<number>((resolve) => {
      this.server.listen(0, '127.0.0.1', () => resolve((this.server.address() as { port: number }).port));
    });

  close = () => new Promise((resolve) => this.server.close(resolve));
}

const folder = mkdtempSync(join(tmpdir(), 'claim-'));
const marker = join(folder, 'claimed');
const handed = 'abcdef'.repeat(7);
const ours = `${handed}-1aA`;
let running: { readonly stub: Stub; readonly end: () => void } | undefined;

afterEach(async () => {
  running?.end();
  await running?.stub.close();
  rmSync(marker, { force: true });
});

/** Runs the script beside a stub; `done` is there when it has ended, with what it printed. */
async function claimOf(stub: Stub) {
  const port = await stub.listen();
  const secret = join(folder, 'password');
  const script = join(folder, 'claim.sh');
  writeFileSync(secret, handed);
  const here = text.replace('http://127.0.0.1:9000', `http://127.0.0.1:${port}`);
  writeFileSync(script, here.replace('/tmp/claimed', marker).replace('/secrets/sonarqube-app.admin', secret));
  const child = spawn('bash', [script]);
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => said.push(String(part)));
  running = { stub, end: () => child.kill() };
  return new Promise<{ status: number | null; said: string }>((resolve) => {
    child.on('close', (status) => resolve({ status, said: said.join('') }));
  });
}

const rights = ['admin', 'gateadmin', 'profileadmin', 'provisioning'].map(
  (right) => `permissions/add_group admins ${right}`,
);

describe('SonarQube’s first administrator', () => {
  test('is ours before anybody is let in, and Authelia’s administrators are its own', async () => {
    const stub = new Stub('admin');
    const { status, said } = await claimOf(stub);
    expect([status, stub.password, existsSync(marker)]).toEqual([0, ours, true]);
    expect(stub.asked).toEqual(['users/change_password admin', 'user_groups/create admins', ...rights]);
    expect(said).toContain('the first password of admin is gone');
    expect(said).not.toContain(handed);
  });

  test('stays ours at the next start, which gives the rights again and changes nothing', async () => {
    const stub = new Stub(ours);
    expect((await claimOf(stub)).status).toBe(0);
    expect([stub.password, existsSync(marker)]).toEqual([ours, true]);
    expect(stub.asked).toEqual(['user_groups/create admins', ...rights]);
  });

  test('may be somebody’s who changed the password: the server serves, and the log says so', async () => {
    const stub = new Stub('Somebody-else-1');
    const { status, said } = await claimOf(stub);
    expect([status, stub.password, existsSync(marker)]).toEqual([0, 'Somebody-else-1', true]);
    expect(stub.asked).toEqual([]);
    expect(said).toContain("admin has a password of somebody's choice");
  });

  test('is waited for while the server starts: nobody is let in', async () => {
    const stub = new Stub('admin');
    stub.status = 'STARTING';
    const done = claimOf(stub);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect([stub.asked, existsSync(marker)]).toEqual([[], false]);
    stub.status = 'UP';
    expect((await done).status).toBe(0);
    expect(existsSync(marker)).toBe(true);
  });

  test('had been there before a migration: somebody gets to its /setup', async () => {
    const stub = new Stub('admin');
    stub.status = 'DB_MIGRATION_NEEDED';
    const done = claimOf(stub);
    await expect.poll(() => existsSync(marker)).toBe(true);
    expect(stub.asked).toEqual([]);
    stub.status = 'UP';
    await done;
    expect(stub.password).toBe(ours);
  });
});

describe('SonarQube’s pod', () => {
  test('is ready once the script says so, and well without it: the script stops nothing', () => {
    const { readinessProbe, livenessProbe, startupProbe } = container;
    expect(readinessProbe.exec.command[2]).toMatch(/^test -e \/tmp\/claimed && curl /);
    for (const probe of [livenessProbe, startupProbe]) expect(probe.exec.command[2]).not.toContain('claimed');
  });

  test('starts the script beside the server, after what an earlier container left is gone', () => {
    const [shell, flag, line, , ...server] = container.args;
    expect([shell, flag, line]).toEqual([
      '/bin/bash',
      '-c',
      'rm -f /tmp/claimed; /bin/bash /uyoop/claim.sh & exec "$@"',
    ]);
    expect(server[0]).toBe('/opt/java/openjdk/bin/java');
    expect(factory.mounts('sonarqube')['/uyoop/claim.sh']).toBe('config:uyoop_claim.sh');
  });
});
