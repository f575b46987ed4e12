import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MailcowApi } from './mailcow-api.ts';

const script = join(import.meta.dirname, '../../hosts/roles/mailcow/files/uyoop-mail-accounts.py');
const at = mkdtempSync(join(tmpdir(), 'uyoop-mail-'));
const api = new MailcowApi('the-key-of-the-machine');
const zones = ['harbour.example', 'lantern.example'];
const words = new Map([['shop', 'Old-Word-of-shop-1']]);
let server: Server;

/** The contract as the role lays it down, and a cluster whose Secrets are `words`. */
beforeAll(async () => {
  const listening = await api.listen(at);
  server = listening.server;
  mkdirSync(join(at, 'state'));
  const contract = {
    folder: at,
    state: join(at, 'state'),
    patienceSeconds: 5,
    host: 'localhost',
    address: '127.0.0.1',
    web: { address: '127.0.0.1', port: listening.port },
    zones: zones.map((name) => ({ name, dkim: `made+for+${name}` })),
    mailboxes: ['shop', 'desk'].map((name) => ({
      address: `${name}@harbour.example`,
      secret: { namespace: 'plot', name, key: 'password' },
    })),
    aliases: zones.map((zone) => ({ address: `postmaster@${zone}`, goto: 'anna@lantern.example' })),
    mtaSts: { mode: 'testing', maxAgeSeconds: 3600 },
  };
  writeFileSync(join(at, 'mailcow.json'), JSON.stringify(contract));
  const k3s = `#!/bin/sh\necho "$*" >>${at}/arguments\nexec cat ${at}/secret-"$6"\n`;
  mkdirSync(join(at, 'bin'));
  writeFileSync(join(at, 'bin/k3s'), k3s);
  chmodSync(join(at, 'bin/k3s'), 0o755);
});

afterAll(() => {
  server.close();
  rmSync(at, { recursive: true });
});

async function run(...args: readonly string[]) {
  for (const [name, word] of words) {
    const data = { password: Buffer.from(word).toString('base64') };
    writeFileSync(join(at, `secret-${name}`), JSON.stringify({ data }));
  }
  api.changes.length = 0;
  const env = { ...process.env, MAIL_CONFIG: join(at, 'mailcow.json'), PATH: `${at}/bin:${process.env['PATH']}` };
  const child = spawn('python3', [script, ...args], { env });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (part) => (stdout += part));
  child.stderr.on('data', (part) => (stderr += part));
  const status = await new Promise((done) => child.on('close', done));
  return { status, stdout, stderr };
}

describe('uyoop-mail-accounts', () => {
  it('makes what it can, and says what must come first', async () => {
    const { status, stdout, stderr } = await run();
    expect(stdout.split('\n').slice(0, 3)).toEqual([
      'made the domain harbour.example',
      'made the domain lantern.example',
      'made the mailbox shop@harbour.example',
    ]);
    expect(stderr).toBe(
      "waits: the Secret plot/desk with 'password' is not in the cluster yet\n" +
        'waits: there is no mailbox anna@lantern.example, which postmaster@ and its like lead to: make it in Mailcow, it is yours\n',
    );
    expect(status).toBe(3);
    expect(api.passwords).toEqual(new Map([['shop@harbour.example', 'Old-Word-of-shop-1']]));
    expect(api.policies.get('lantern.example')).toMatchObject({ mode: 'testing', max_age: '3600', active: 1 });
  });

  it('makes the rest once that is there, and then changes nothing', async () => {
    words.set('desk', 'Word-of-desk-2');
    api.mailboxes.set('anna@lantern.example', { username: 'anna@lantern.example', attributes: {} });
    expect((await run()).stdout).toBe(
      'made the mailbox desk@harbour.example\n' +
        'led postmaster@harbour.example to anna@lantern.example\nled postmaster@lantern.example to anna@lantern.example\n',
    );
    expect(await run()).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(api.changes).toEqual([]);
  });

  it('sets a password that was rotated, and one that somebody changed at Mailcow', async () => {
    words.set('shop', 'New-Word-of-shop-3');
    expect((await run()).stdout).toBe('gave shop@harbour.example its password\n');
    expect(api.passwords.get('shop@harbour.example')).toBe('New-Word-of-shop-3');
    api.mailboxes.set('desk@harbour.example', {
      username: 'desk@harbour.example',
      attributes: { passwd_update: 'now' },
    });
    expect((await run()).stdout).toBe('gave desk@harbour.example its password\n');
  });

  it('leaves an alias that a person led elsewhere', async () => {
    api.aliases.set('postmaster@harbour.example', {
      address: 'postmaster@harbour.example',
      goto: 'ben@harbour.example',
    });
    expect(await run()).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('tells a key that the zone does not publish, and prints it as owner.ts wants it', async () => {
    api.keys.set('harbour.example', { pubkey: 'made+anew', dkim_selector: 'dkim' });
    expect((await run()).stderr).toContain('harbour.example is signed by a key that its zone does not publish');
    expect((await run('dkim')).stdout).toBe(
      "'harbour.example': { mail: true, dkim: 'made+anew' },  // write it into platform/owner.ts\n" +
        "'lantern.example': { mail: true, dkim: 'made+for+lantern.example' },  // as it is published\n",
    );
    api.keys.set('harbour.example', { pubkey: 'made+for+harbour.example', dkim_selector: 'dkim' });
  });

  it('tells an address that does not lead back to the name of the mail host', async () => {
    const file = join(at, 'mailcow.json');
    const contract = readFileSync(file, 'utf8');
    const [host, address] = ['mail.harbour.example', '127.0.0.1'];
    api.policies.clear();
    writeFileSync(file, JSON.stringify({ ...JSON.parse(contract), host, address }));
    expect((await run()).stderr).toContain(`${address} leads back to localhost, and must to ${host}`);
    writeFileSync(file, contract);
    await run();
  });

  it('says what Mailcow refuses', async () => {
    words.set('shop', '');
    const { status, stderr } = await run();
    expect([status, stderr]).toEqual([3, "waits: edit mailbox ['shop@harbour.example']: password_mismatch\n"]);
    words.set('shop', 'New-Word-of-shop-3');
  });

  it('stops at the first refusal of its key, since each counts as a failed login', async () => {
    writeFileSync(join(at, 'mailcow.conf'), 'API_KEY=another\n');
    const { status, stderr } = await run();
    expect([status, stderr.split('\n').length]).toEqual([3, 2]);
    expect(stderr).toContain('refuses the key of mailcow.conf');
    writeFileSync(join(at, 'mailcow.conf'), `API_KEY=${api.key}\n`);
  });

  it('hands no key to whoever has another certificate', async () => {
    const own = join(at, 'data/assets/ssl/cert.pem');
    const certificate = readFileSync(own, 'utf8');
    writeFileSync(
      own,
      certificate.replace(/^([^-].*)$/m, (line) => [...line].reverse().join('')),
    );
    expect((await run()).stderr).toContain('another certificate');
    writeFileSync(own, certificate);
  });

  it('keeps every secret out of arguments, of what it prints and of what it remembers', async () => {
    const { stdout, stderr } = await run();
    const kept = readFileSync(join(at, 'state/accounts.json'), 'utf8');
    for (const text of [stdout, stderr, kept, readFileSync(join(at, 'arguments'), 'utf8')]) {
      expect(text).not.toMatch(/Word-of|the-key-of/);
    }
    expect(statSync(join(at, 'state/accounts.json')).mode & 0o777).toBe(0o600);
  });
});
