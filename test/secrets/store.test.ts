import { mkdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { printSealedFile } from '../../secrets/sealed/sealed-file.ts';
import { readSealedStore } from '../../secrets/sealed/store.ts';
import { Bench, everyRecipe, givenValues, sealOnce } from './bench.ts';

const ghost = 'sealed/prod-web/ghost-mail.json';
const claims = Object.values(everyRecipe());
let sealed: Record<string, string>;

beforeAll(async () => {
  sealed = await sealOnce(claims);
});

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

  it('is written for everyone to read, whatever the mask', () => {
    const mode = (path: string) => statSync(join(full().root, path)).mode & 0o777;
    expect(mode(ghost)).toBe(0o644);
  });

  it('prints keys in order, with the fields of each in one order', () => {
    const file = JSON.parse(sealed['sealed/security/authelia-oidc.json'] as string);
    expect(Object.keys(file)).toEqual(['format', 'secret', 'keys']);
    expect(Object.keys(file.keys)).toEqual(['jwks.pem', 'nextcloud.digest']);
    expect(Object.keys(file.keys['nextcloud.digest'])).toEqual([
      'made',
      'version',
      'of',
      'certificate',
      'sum',
      'sealed',
    ]);
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

  it.each<[string, (value: { certificate: string; sealed: Record<string, string> }) => void]>([
    [
      'one byte of a ciphertext was flipped',
      (value) => {
        const bytes = Buffer.from(value.sealed['prod-web/ghost-mail'] as string, 'base64');
        const last = bytes.length - 1;
        bytes[last] = bytes.readUInt8(last) ^ 1;
        value.sealed['prod-web/ghost-mail'] = bytes.toString('base64');
      },
    ],
    [
      'forty characters were cut off',
      (value) => {
        const [home, text] = Object.entries(value.sealed)[0] as [string, string];
        value.sealed[home] = text.slice(0, -40);
      },
    ],
    [
      'another certificate is named',
      (value) => {
        value.certificate = '0'.repeat(64);
      },
    ],
  ])('refuses a file in which %s', (_, change) => {
    const bench = full();
    const file = JSON.parse(bench.read(ghost));
    change(file.keys.password);
    bench.put(ghost, JSON.stringify(file));
    expect(() => readSealedStore(bench.root)).toThrow(/key 'password'.*Restore it from Git/);
  });

  it('refuses a ciphertext that was moved to another key', () => {
    const bench = full();
    const { keys, ...file } = JSON.parse(bench.read(ghost));
    bench.put(ghost, JSON.stringify({ ...file, keys: { ...keys, other: keys.password } }));
    expect(() => readSealedStore(bench.root)).toThrow(/key 'other': "sum" is not that of what is sealed here/);
  });

  it('refuses two files that seal for one home', () => {
    const bench = full();
    bench.put('sealed/prod-web/other.json', printSealedFile('prod-web/other', JSON.parse(bench.read(ghost))));
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
