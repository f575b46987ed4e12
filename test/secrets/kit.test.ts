import { generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { beforeAll, describe, expect, it } from 'vitest';
import { random } from '../../constructs/secret/secret.ts';
import { kitItems } from '../../secrets/commands/kit-items.ts';
import { Bench, claimsOf, clusterKey, sealOnce } from './bench.ts';

const claims = claimsOf({ 'a/b': { x: random() }, 'c/d': { y: random(), z: random() } });
const pem = clusterKey.export({ type: 'pkcs8', format: 'pem' }).toString();

const k3sToken = `${['K10', 'ab'.repeat(32), '::server:def'].join('')}\n`;
const stateToken = 'the-state-token-of-nobody';
const share = (fill: number): string => Buffer.alloc(33, fill).toString('base64');
const shares = (unseal_threshold: unknown, unseal_keys_b64: unknown): string =>
  JSON.stringify({ unseal_keys_b64, unseal_threshold });

let sealed: Record<string, string>;
let identity: string;
let recipient: string;

beforeAll(async () => {
  sealed = await sealOnce(claims);
  identity = await generateIdentity();
  recipient = await identityToRecipient(identity);
});

class Safe extends Bench {
  readonly folder = join(this.outside, 'kit');
  readonly all = [
    ['--key', this.given('key.pem', pem)],
    ['--restic-password', this.given('restic', 'the-restic-password\n')],
    ['--k3s-token', this.given('k3s', k3sToken)],
    ['--state-token', this.given('state', `${stateToken}\n`)],
    ['--vault-keys', this.given('vault', shares(2, [1, 2, 3].map(share)))],
  ].flat();

  pack(...more: string[]): Promise<number> {
    return this.run(claims, ['kit', this.folder, ...this.all, ...more]);
  }

  verify(...more: string[]): Promise<number> {
    return this.run(claims, ['kit', '--verify', this.folder, ...more]);
  }
}

const full = (): Safe => new Safe().putAll(sealed);

describe('the kit', () => {
  it('holds what must be in the safe, for its owner alone, and proves itself', async () => {
    const safe = full();
    expect(await safe.pack()).toBe(0);
    expect(readdirSync(safe.folder).sort()).toEqual(
      ['CHECKLIST.md', 'k3s-token', 'restic-password', 'sealing-key.yaml', 'state-token', 'vault-keys.json'].sort(),
    );
    for (const file of readdirSync(safe.folder)) expect(statSync(join(safe.folder, file)).mode & 0o777).toBe(0o600);
    expect(statSync(safe.folder).mode & 0o777).toBe(0o700);
    expect(await safe.verify()).toBe(0);
    expect(safe.output).toContain('3 of 3 sealed values open');
  });

  it('is encrypted for a recipient, and proves itself with the identity', async () => {
    const safe = full();
    expect(await safe.pack('--recipient', recipient)).toBe(0);
    for (const file of readdirSync(safe.folder)) {
      const text = readFileSync(join(safe.folder, file), 'latin1');
      if (file !== 'CHECKLIST.md') expect(text).toMatch(/^age-encryption\.org\/v1\n/);
      for (const value of ['the-restic-password', 'PRIVATE KEY', 'the-state-token']) expect(text).not.toContain(value);
    }
    const file = safe.given('identity.txt', `# created\n${identity}\n`);
    expect(await safe.verify('--identity', file)).toBe(0);
    expect(await safe.verify()).toBe(1);
    expect(safe.errors).toContain('is encrypted: say --identity FILE');
    const stranger = safe.given('stranger.txt', `${await generateIdentity()}\n`);
    expect(await safe.verify('--identity', stranger)).toBe(1);
    expect(safe.errors).toContain('does not decrypt it');
  });

  it('says in its checklist what is absent, and verify refuses it', async () => {
    const safe = full();
    expect(await safe.run(claims, ['kit', safe.folder, ...safe.all.slice(0, 2)])).toBe(0);
    expect(safe.output).toContain("absent  Vault's unseal keys: add it with --vault-keys FILE");
    const list = readFileSync(join(safe.folder, 'CHECKLIST.md'), 'utf8');
    expect(list).toContain('- [x] `sealing-key.yaml`');
    expect(list).toContain('- [ ] `restic-password`');
    expect(await safe.verify()).toBe(1);
    expect(safe.errors).toContain('restic-password: is absent');
  });

  it('is refused with a key that does not open what is sealed, and then nothing is left', async () => {
    const safe = full();
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    writeFileSync(safe.all[1] as string, other.export({ type: 'pkcs8', format: 'pem' }));
    expect(await safe.pack()).toBe(1);
    expect(safe.errors).toContain('does not open it');
    expect(statSync(safe.folder, { throwIfNoEntry: false })).toBeUndefined();
  });

  it('does not serve any more once a value was sealed for another key, or a file is gone', async () => {
    const safe = full();
    await safe.pack();
    rmSync(join(safe.folder, 'k3s-token'));
    expect(await safe.verify()).toBe(1);
    expect(safe.errors).toContain('k3s-token: is absent');
    await safe.pack();
    const args = ['reseal', '--key', safe.all[1] as string, '--new-key', join(safe.outside, 'new.yaml')];
    expect(await safe.run(claims, args)).toBe(0);
    expect(await safe.verify()).toBe(1);
    expect(safe.errors).toContain('sealing-key.yaml does not open it');
  });

  it.each([
    [
      'a folder in the repository',
      (safe: Safe) => ['kit', join(safe.root, 'kit'), ...safe.all],
      'lies in the repository',
    ],
    ['a folder that is there', (safe: Safe) => ['kit', safe.outside, ...safe.all], 'is there already'],
    ['no recipient', (safe: Safe) => ['kit', safe.folder, ...safe.all, '--recipient', 'age1x'], 'is no age recipient'],
    ['no key', (safe: Safe) => ['kit', safe.folder], 'kit needs --key KEY'],
    [
      'no unseal keys',
      (safe: Safe) => ['kit', safe.folder, ...safe.all.slice(0, 2), '--vault-keys', safe.given('v', '{}')],
      'it holds no unseal_keys_b64',
    ],
    ['a folder that is no kit', (safe: Safe) => ['kit', '--verify', safe.outside], 'is no kit'],
  ])('refuses %s', async (_, args, problem) => {
    const safe = full();
    expect(await safe.run(claims, args(safe))).toBe(1);
    expect(safe.errors).toContain(problem);
  });

  it.each([
    ['three equal keys', 'vault-keys', shares(2, [1, 1, 1].map(share)), 'of its 3 keys only 1 differ'],
    ['empty keys', 'vault-keys', shares(2, ['', '', '']), 'is no key'],
    ['keys of words', 'vault-keys', shares(2, ['a', 'b', 'c']), 'is no key'],
    ['keys that are cut off', 'vault-keys', shares(2, [share(1), share(2).slice(0, 20)]), 'is no key'],
    ['fewer keys than it takes', 'vault-keys', shares(3, [1, 2].map(share)), 'it holds 2 keys, and Vault wants 3'],
    ['a threshold of nothing', 'vault-keys', shares(0, [1, 2].map(share)), 'it does not say unseal_threshold'],
    ['an empty password', 'restic-password', '\n', 'one line that is not empty'],
    ['a password of two lines', 'restic-password', 'a\nb\n', 'one line that is not empty'],
    ['a password behind a byte order mark', 'restic-password', '\ufeffsecret\n', 'a byte order mark'],
    ["the agent's token", 'k3s-token', 'K10abc::node:def\n', '::server: and a password'],
    ['half of a token', 'state-token', 'glpat-\n', 'a token of GitLab'],
  ])('takes %s for nothing, when it is packed and when it is proved', async (_, flag, text, problem) => {
    const safe = full();
    expect(await safe.run(claims, ['kit', safe.folder, ...safe.all, `--${flag}`, safe.given('x', text)])).toBe(1);
    expect(safe.errors).toContain(problem);
    expect(await safe.pack()).toBe(0);
    const file = kitItems.find((item) => item.flag === flag)?.file ?? '';
    writeFileSync(join(safe.folder, file), text);
    expect(await safe.verify()).toBe(1);
    expect(safe.errors).toContain(problem);
  });
});
