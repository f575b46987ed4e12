import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const script = join(import.meta.dirname, '../../hosts/roles/mailcow/files/uyoop-mail-certificate.sh');
const at = mkdtempSync(join(tmpdir(), 'uyoop-certificate-'));
const ssl = join(at, 'data/assets/ssl');

/** Makes a certificate with its key, as `name.crt` and `name.key`. */
function make(name: string): void {
  const subject = ['-nodes', '-days', '2', '-subj', '/CN=mail.harbour.example'];
  const files = ['-keyout', join(at, `${name}.key`), '-out', join(at, `${name}.crt`)];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', ...subject, ...files], { stdio: 'ignore' });
}

/** The cluster has this certificate and this key; `restarts` says whether Docker does what it is asked. */
function run(certificate: string, key: string, restarts = true) {
  const k3s = `#!/bin/sh\necho "$*" >>${at}/asked\ncase "$*" in *tls*crt*) base64 ${at}/${certificate}.crt ;; *) base64 ${at}/${key}.key ;; esac\n`;
  const docker = `#!/bin/sh\necho "$*" >>${at}/restarted\nexit ${restarts ? 0 : 1}\n`;
  for (const [name, text] of Object.entries({ k3s, docker })) {
    writeFileSync(join(at, 'bin', name), text);
    chmodSync(join(at, 'bin', name), 0o755);
  }
  rmSync(join(at, 'restarted'), { force: true });
  const env = { ...process.env, MAIL_CONFIG: join(at, 'mailcow.json'), PATH: `${at}/bin:${process.env['PATH']}` };
  const { status, stderr } = spawnSync('bash', [script], { env, encoding: 'utf8' });
  return { status, stderr, restarted: existsSync(join(at, 'restarted')) };
}

beforeAll(() => {
  for (const folder of [ssl, join(at, 'bin'), join(at, 'state')]) mkdirSync(folder, { recursive: true });
  for (const name of ['first', 'second']) make(name);
  const certificate = { namespace: 'prod-mail', name: 'mailcow-tls' };
  writeFileSync(join(at, 'mailcow.json'), JSON.stringify({ folder: at, state: join(at, 'state'), certificate }));
});

afterAll(() => rmSync(at, { recursive: true }));

describe('uyoop-mail-certificate', () => {
  it('lays down certificate and key, and starts those again who serve them', () => {
    expect(run('first', 'first')).toEqual({ status: 0, stderr: '', restarted: true });
    expect(readFileSync(join(ssl, 'cert.pem'), 'utf8')).toBe(readFileSync(join(at, 'first.crt'), 'utf8'));
    expect(statSync(join(ssl, 'key.pem')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(at, 'asked'), 'utf8')).toContain('--namespace=prod-mail get secret mailcow-tls');
  });

  it('does nothing while the certificate is the same', () => {
    expect(run('first', 'first').restarted).toBe(false);
  });

  it('starts them again where a run died before they read it', () => {
    expect(run('second', 'second', false).status).not.toBe(0);
    expect(run('second', 'second')).toMatchObject({ status: 0, restarted: true });
    expect(run('second', 'second').restarted).toBe(false);
  });

  it('puts no key in place that belongs to another certificate', () => {
    const { status, stderr, restarted } = run('first', 'second');
    expect([status, restarted]).toEqual([1, false]);
    expect(stderr).toContain('do not belong together');
    expect(readFileSync(join(ssl, 'cert.pem'), 'utf8')).toBe(readFileSync(join(at, 'second.crt'), 'utf8'));
  });
});
