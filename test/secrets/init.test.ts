import { X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { random } from '../../constructs/secret/secret.ts';
import { Bench, claimsOf, everyRecipe, givenValues, keyInManifest, now, sealOnce } from './bench.ts';
import { verifies } from './verifies.ts';

const every = everyRecipe();
const claims = Object.values(every);
const { oidc, ghostMail, bucket, authelia } = every;
const simple = claimsOf({ 'a/b': { x: random() } });

let placeholders: Record<string, string>;
let begun: Bench;
let path: string;

beforeAll(async () => {
  const example = Bench.empty();
  await example.run([...claims, ...claimsOf({ 'd/gone': { x: random() } })], ['seal', '--placeholder']);
  placeholders = example.files();
  begun = Bench.empty().putAll(placeholders);
  path = join(begun.outside, 'key.yaml');
  if ((await begun.run(claims, ['init', '--key', path, '--from-env'], givenValues)) !== 0)
    throw new Error(begun.errors);
});

describe('secrets init', () => {
  it('writes the private key as the Secret that the controller takes, for its owner alone', () => {
    const manifest = parse(readFileSync(path, 'utf8'));
    expect(manifest).toMatchObject({ apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/tls' });
    expect(manifest.metadata).toMatchObject({
      namespace: 'sealed-secrets',
      labels: { 'sealedsecrets.bitnami.com/sealed-secrets-key': 'active' },
    });
    expect(manifest.metadata.name).toMatch(/^sealed-secrets-key-[0-9a-f]{8}$/);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('makes a certificate of that key, valid for ten years', () => {
    const certificate = new X509Certificate(begun.read('sealed/certificate.pem'));
    expect(certificate.checkPrivateKey(keyInManifest(readFileSync(path, 'utf8')))).toBe(true);
    expect(new Date(certificate.validTo).getUTCFullYear()).toBe(now.getUTCFullYear() + 10);
    expect(parse(readFileSync(path, 'utf8')).data['tls.crt']).toBe(
      Buffer.from(begun.read('sealed/certificate.pem')).toString('base64'),
    );
  });

  it('makes or takes every value, and opens for both homes', () => {
    const key = keyInManifest(readFileSync(path, 'utf8'));
    for (const home of ['sealed', 'vault'] as const) {
      expect(begun.value(ghostMail, 'password', home, key)).toBe(givenValues.UYOOP_PROD_WEB_GHOST_MAIL_PASSWORD);
      const secret = begun.value(oidc, 'secret', home, key);
      expect(verifies(secret, begun.value(authelia, 'nextcloud.digest', home, key))).toBe(true);
    }
  });

  it('replaces the placeholders wholly: none is left, nor what nobody declares', () => {
    expect(Object.values(begun.files()).join('')).not.toContain('"placeholder"');
    expect(Object.keys(begun.files())).not.toContain('sealed/d/gone.json');
  });

  it("leaves Terraform's outputs for later when they are not there yet, and says so", async () => {
    const bench = Bench.empty();
    const { UYOOP_PROD_WEB_GHOST_MAIL_PASSWORD } = givenValues;
    const args = ['init', '--key', join(bench.outside, 'key.yaml'), '--from-env'];
    expect(await bench.run(claims, args, { UYOOP_PROD_WEB_GHOST_MAIL_PASSWORD })).toBe(0);
    expect(bench.output).toContain(
      'later   prod-cloud/nextcloud-bucket-drive access: synth refuses until it is there (npm run secrets -- import-terraform FILE)',
    );
    const file = bench.given('tf.json', JSON.stringify({ 'drive-access-key': { value: 'AKIA-of-nobody' } }));
    expect(await bench.run(claims, ['import-terraform', file])).toBe(0);
    const key = keyInManifest(readFileSync(join(bench.outside, 'key.yaml'), 'utf8'));
    expect(bench.value(bucket, 'access', 'vault', key)).toBe('AKIA-of-nobody');
  });

  it('names every value that a person must give, and then neither writes a key nor a value', async () => {
    const bench = Bench.empty();
    expect(await bench.run(claims, ['init', '--key', join(bench.outside, 'key.yaml')])).toBe(1);
    expect(bench.errors).toContain('UYOOP_PROD_WEB_GHOST_MAIL_PASSWORD');
    expect(bench.files()).toEqual({});
    expect(statSync(join(bench.outside, 'key.yaml'), { throwIfNoEntry: false })).toBeUndefined();
  });

  it('takes the key away again when nothing could be sealed under it', async () => {
    const bench = Bench.empty();
    mkdirSync(join(bench.root, `sealed/a/b.json.${process.pid}.new`), { recursive: true });
    expect(await bench.run(simple, ['init', '--key', join(bench.outside, 'key.yaml')])).toBe(1);
    expect(statSync(join(bench.outside, 'key.yaml'), { throwIfNoEntry: false })).toBeUndefined();
  });

  it('is for the first boot alone', async () => {
    const bench = new Bench().putAll(await sealOnce(simple));
    const before = bench.files();
    expect(await bench.run(simple, ['init', '--key', join(bench.outside, 'key.yaml')])).toBe(1);
    expect(bench.errors).toContain('init is for the first boot alone');
    expect(bench.files()).toEqual(before);
  });
});

describe('the path of the private key', () => {
  const refused = async (bench: Bench, key: string) => {
    const before = bench.files();
    expect(await bench.run(simple, ['init', '--key', key])).toBe(1);
    expect(bench.files()).toEqual(before);
    return bench.errors;
  };

  it('is refused inside the repository', async () => {
    const bench = Bench.empty();
    expect(await refused(bench, join(bench.root, 'key.yaml'))).toContain('lies in the repository');
    expect(await refused(bench, join(bench.root, 'sealed/../key.yaml'))).toContain('lies in the repository');
  });

  it('is refused where a link leads into the repository', async () => {
    const bench = Bench.empty();
    const link = join(bench.outside, 'link');
    symlinkSync(bench.root, link);
    expect(await refused(bench, join(link, 'key.yaml'))).toContain('lies in the repository');
    const file = join(bench.outside, 'key.yaml');
    symlinkSync(join(bench.root, 'key.yaml'), file);
    expect(await refused(bench, file)).toContain('is there already');
  });

  it('is refused when the repository itself is reached by a link', async () => {
    const bench = Bench.empty();
    const link = join(mkdtempSync(join(tmpdir(), 'uyoop-link-')), 'repository');
    symlinkSync(bench.root, link);
    expect(await refused(bench, join(link, 'key.yaml'))).toContain('lies in the repository');
  });

  it('is refused when something stands there, or its folder is missing, or it is not said', async () => {
    const bench = Bench.empty();
    expect(await refused(bench, bench.given('key.yaml', 'mine'))).toContain('never overwritten');
    expect(await refused(bench, join(bench.outside, 'no/key.yaml'))).toContain('is not there: make it first');
    expect(await bench.run(simple, ['init'])).toBe(1);
    expect(bench.errors).toContain('init needs --key PATH');
  });
});
