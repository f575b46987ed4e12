import { mkdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSealedStore } from '../../secrets/sealed/store.ts';
import { Bench, everyRecipe, givenValues, sealOnce } from './bench.ts';

const ghost = 'sealed/prod-web/ghost-mail.json';
const claims = Object.values(everyRecipe());
let sealed: Record<string, string>;

beforeAll(async () => {
  sealed = await sealOnce(claims);
});

function swapHomes(text: string): string {
  const file = JSON.parse(text);
  const { sealed } = file.keys.password;
  const [one, two] = Object.keys(sealed) as [string, string];
  file.keys.password.sealed = { [one]: sealed[two], [two]: sealed[one] };
  return JSON.stringify(file);
}

const full = (): Bench => new Bench().putAll(sealed);

describe('the store', () => {
  it('is empty when there is no folder', () => {
    const { store, files, certificate } = readSealedStore(Bench.empty().root);
    expect([store, files.size, certificate]).toEqual([{}, 0, undefined]);
  });

  it('gives ciphertext by home, as constructs take it', () => {
    const { store } = readSealedStore(full().root);
    for (const claim of claims) {
      for (const home of Object.values(claim.homes)) {
        expect(Object.keys(store[home]?.encryptedData ?? {}).sort()).toEqual(Object.keys(claim.keys).sort());
      }
    }
  });

  it('says of each home when its values were made, but of a placeholder, which has no age', () => {
    const text = sealed[ghost] as string;
    const { made, sealed: homes } = JSON.parse(text).keys.password;
    for (const home of Object.keys(homes)) {
      const madeOf = (own: string) => {
        const bench = full();
        bench.put(ghost, own);
        return readSealedStore(bench.root).store[home]?.made?.['password'];
      };
      expect(madeOf(text)).toBe(made);
      expect(madeOf(text.replace(`"made": "${made}",`, `"made": "${made}", "placeholder": true,`))).toBeUndefined();
    }
  });

  it('is written for everyone to read, whatever the mask', () => {
    const mode = (path: string) => statSync(join(full().root, path)).mode & 0o777;
    expect(mode(ghost)).toBe(0o644);
  });

  it('prints keys in order, with the fields of each in one order', () => {
    const file = JSON.parse(sealed['sealed/security/authelia-oidc.json'] as string);
    expect(Object.keys(file)).toEqual(['format', 'secret', 'keys']);
    expect(Object.keys(file.keys)).toEqual(['jwks.pem', 'nextcloud.digest']);
    const fields = ['made', 'version', 'of', 'certificate', 'sum', 'sealed'];
    expect(Object.keys(file.keys['nextcloud.digest'])).toEqual(fields);
  });

  const damages: [string, (text: string) => string, string][] = [
    ['is cut off', (text) => text.slice(0, 300), 'it is cut off or no JSON'],
    ['is empty', () => '', 'it is cut off or no JSON'],
    ['holds a value in the clear', () => 'hunter2', 'it is cut off or no JSON'],
    ['is of another tool', () => '{"apiVersion": "v1"}', '"format" is not 1'],
    ['was copied from another secret', (text) => text.replace('"prod-web/ghost-mail",', '"a/b",'), `"secret" is 'a/b'`],
    [
      'has a field from the future',
      (text) => text.replace('"made"', '"owner": "me", "made"'),
      'field "owner" is unknown',
    ],
    ['lacks a certificate', (text) => text.replace(/"certificate": .*\n/, ''), '"certificate" is missing or malformed'],
    ['has half a ciphertext', (text) => text.replace(/(mail": ".{100})[^"]*/, '$1'), 'is cut off or none'],
  ];

  it.each(damages)('names a file that %s, and says what to do', async (_, damage, problem) => {
    const bench = full();
    bench.put(ghost, damage(bench.read(ghost)));
    const before = bench.files();
    expect(await bench.run(claims, ['seal', '--from-env'], givenValues)).toBe(1);
    expect(bench.errors).toContain(`secrets: ${ghost}: `);
    expect(bench.errors).toContain(problem);
    expect(bench.errors).toContain(`git checkout -- ${ghost}`);
    expect(bench.errors).not.toContain('hunter2');
    expect(bench.files()).toEqual(before);
  });

  const inCiphertext = (change: (ciphertext: string) => string) => (text: string) =>
    text.replace(/(?<=mail": ")[^"]*/, change);
  const flipped = (at: number) => (ciphertext: string) => {
    const bytes = Buffer.from(ciphertext, 'base64');
    bytes[at] = (bytes[at] as number) ^ 1;
    return bytes.toString('base64');
  };
  const invisible: [string, (text: string) => string][] = [
    ['one byte of a value flipped', inCiphertext(flipped(280))],
    ['one byte of a session key flipped', inCiphertext(flipped(100))],
    [
      '40 characters cut off',
      inCiphertext((ciphertext) => Buffer.from(ciphertext, 'base64').subarray(0, -30).toString('base64')),
    ],
    [
      'a few characters more',
      inCiphertext((ciphertext) =>
        Buffer.concat([Buffer.from(ciphertext, 'base64'), Buffer.alloc(3)]).toString('base64'),
      ),
    ],
    ['a value moved under another key', (text) => text.replace('"password"', '"passphrase"')],
    ['a value moved to another home', (text) => text.replace('security/vault-feed.', 'security/other-feed.')],
    ['two homes that changed places', swapHomes],
    ['another certificate', (text) => text.replace(/(?<="certificate": ")[0-9a-f]{64}/, '0'.repeat(64))],
    ['a sum of something else', (text) => text.replace(/(?<="sum": ")[0-9a-f]{64}/, '0'.repeat(64))],
  ];

  it.each(invisible)('refuses %s, which nobody here could see by opening it', (_, damage) => {
    const bench = full();
    const before = bench.read(ghost);
    bench.put(ghost, damage(before));
    expect(bench.read(ghost)).not.toBe(before);
    expect(() => readSealedStore(bench.root)).toThrow(
      /^sealed\/prod-web\/ghost-mail\.json: key 'pass.*': its ciphertext, a home or/,
    );
  });

  it.each(['notes.txt', 'tls.key', 'prod-web/Ghost.json', 'a/b/c.json'])('refuses a foreign file: %s', (path) => {
    const bench = full();
    bench.put(`sealed/${path}`, '{}');
    expect(() => readSealedStore(bench.root)).toThrow(`sealed/${path}: does not belong here`);
  });

  it('does not follow a link out of the repository', () => {
    const bench = full();
    mkdirSync(join(bench.root, 'elsewhere'));
    symlinkSync(join(bench.root, 'elsewhere'), join(bench.root, 'sealed/linked'));
    expect(() => readSealedStore(bench.root)).toThrow('sealed/linked: does not belong here');
  });

  it('refuses two files that seal for one home', () => {
    const bench = full();
    bench.putSealed('prod-web/other', JSON.parse(bench.read(ghost)));
    expect(() => readSealedStore(bench.root)).toThrow(
      "key 'password' for 'prod-web/ghost-mail' is in another file too",
    );
  });

  it('passes over what a killed run left half written', () => {
    const bench = full();
    bench.put(`${ghost}.4711.new`, '{"form');
    expect(readSealedStore(bench.root).files.size).toBe(4);
  });

  it('stays as it was when one of its files cannot be written', async () => {
    const bench = new Bench();
    bench.put('sealed/README.md', 'ciphertext');
    // A folder stands where the last temporary file would be opened.
    mkdirSync(join(bench.root, `sealed/security/authelia-oidc.json.${process.pid}.new`), { recursive: true });
    const before = bench.files();
    expect(await bench.run(claims, ['seal', '--from-env'], givenValues)).toBe(1);
    expect(bench.files()).toEqual(before);
  });
});
