import { generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { digest, given } from '../../constructs/secret/secret.ts';
import { printSealedFile } from '../../secrets/sealed/sealed-file.ts';
import { Bench, certificateOf, claimsOf, clusterKey, everyRecipe, givenValues, sealOnce } from './bench.ts';
import { verifies } from './verifies.ts';

const every = everyRecipe();
const claims = Object.values(every);
const { oidc, ghostMail, authelia } = every;
const certificatePath = 'sealed/certificate.pem';

let sealed: Record<string, string>;
let sealedAgain: Record<string, string>;
let otherCertificate: string;
const sealedBench = (): Bench => new Bench().putAll(sealed);

beforeAll(async () => {
  sealed = await sealOnce(claims);
  sealedAgain = await sealOnce(claims);
  otherCertificate = certificateOf(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
});

describe('a digest and its source', () => {
  const edit = (bench: Bench, path: string, change: (keys: Record<string, unknown>) => void) => {
    const file = JSON.parse(bench.read(path));
    change(file.keys);
    bench.put(path, JSON.stringify(file));
  };

  it.each([
    ['the digest', 'sealed/security/authelia-oidc.json', 'nextcloud.digest'],
    ['the source', 'sealed/prod-cloud/nextcloud-oidc.json', 'secret'],
  ])('are made anew together when %s is missing, and nothing else is', async (_, path, key) => {
    const bench = sealedBench();
    const before = bench.value(oidc, 'secret');
    const rsa = bench.value(authelia, 'jwks.pem');
    edit(bench, path, (keys) => delete keys[key]);
    expect(await bench.run(claims, ['seal'])).toBe(0);
    expect(bench.output).toContain('2 values sealed, 2 files written');
    expect(bench.value(oidc, 'secret')).not.toBe(before);
    expect(bench.value(authelia, 'jwks.pem')).toBe(rsa);
    expect(verifies(bench.value(oidc, 'secret'), bench.value(authelia, 'nextcloud.digest'))).toBe(true);
  });

  it('says that the source, which was sealed, is another one now', async () => {
    const bench = sealedBench();
    edit(bench, 'sealed/security/authelia-oidc.json', (keys) => delete keys['nextcloud.digest']);
    await bench.run(claims, ['seal']);
    expect(bench.output).toContain(
      'remade  prod-cloud/nextcloud-oidc secret: it and its digest can only be made together',
    );
  });

  it('are known to be no pair when a run was killed between their files', async () => {
    const bench = sealedBench();
    const source = 'sealed/prod-cloud/nextcloud-oidc.json';
    bench.put(source, sealedAgain[source] as string);
    await bench.run(claims, ['--json']);
    const { values } = JSON.parse(bench.output);
    const digestOf = values.find(({ key }: { key: string }) => key === 'nextcloud.digest');
    expect(digestOf).toMatchObject({ state: 'missing', note: expect.stringContaining('does not belong') });
  });

  it('need the source to be given again when a person knows it', async () => {
    const bench = new Bench();
    const [source] = claimsOf({ 'a/source': { secret: given('a client secret') } });
    if (!source) throw new Error('no claim');
    await bench.run([source], ['seal', '--from-env'], { UYOOP_A_SOURCE_SECRET: 'known' });
    const both = [source, ...claimsOf({ 'b/user': { digest: digest(source.key('secret')) } })];
    const before = bench.files();
    expect(await bench.run(both, ['seal'])).toBe(1);
    expect(bench.errors).toContain('UYOOP_A_SOURCE_SECRET');
    expect(bench.files()).toEqual(before);
    expect(await bench.run(both, ['seal', '--from-env'], { UYOOP_A_SOURCE_SECRET: 'known' })).toBe(0);
    expect(bench.value(source, 'secret')).toBe('known');
  });
});

describe('secrets seal --placeholder', () => {
  it('makes a certificate and seals everything, so that the example synthesizes', async () => {
    const bench = Bench.empty();
    expect(await bench.run(claims, ['seal', '--placeholder'])).toBe(0);
    await bench.run(claims, ['--json']);
    const { certificate, values } = JSON.parse(bench.output);
    expect(certificate.placeholder).toBe(true);
    expect(values.map(({ state }: { state: string }) => state)).toEqual(Array(5).fill('sealed'));
  });

  it('changes no byte the second time, and seals a newcomer under the same certificate', async () => {
    const bench = Bench.empty();
    await bench.run(claims, ['seal', '--placeholder']);
    const before = bench.files();
    await bench.run(claims, ['seal', '--placeholder']);
    expect(bench.files()).toEqual(before);
    await bench.run([...claims, ...claimsOf({ 'a/new': { x: given('y') } })], ['seal', '--placeholder']);
    const { 'sealed/a/new.json': added, ...rest } = bench.files();
    expect(rest).toEqual(before);
    expect(added).toContain('"placeholder": true');
  });

  it('is refused over a real certificate', async () => {
    const bench = new Bench();
    const before = bench.files();
    expect(await bench.run(claims, ['seal', '--placeholder'])).toBe(1);
    expect(bench.errors).toContain(`${certificatePath}: is a real certificate, and a placeholder would take its place`);
    expect(bench.files()).toEqual(before);
  });

  it('is refused over real values whose certificate is gone', async () => {
    const { [certificatePath]: _, ...values } = sealed;
    const bench = Bench.empty().putAll(values);
    expect(await bench.run(claims, ['seal', '--placeholder'])).toBe(1);
    expect(bench.errors).toContain('holds real values, and their certificate is gone');
  });

  it('gives way to a real certificate: every value is made anew under it', async () => {
    const bench = Bench.empty();
    await bench.run(claims, ['seal', '--placeholder']);
    bench.put(certificatePath, certificateOf(clusterKey));
    await bench.run(claims, ['--json']);
    expect(new Set(JSON.parse(bench.output).values.map(({ state }: { state: string }) => state))).toEqual(
      new Set(['other-certificate']),
    );
    expect(await bench.run(claims, ['seal', '--from-env'], givenValues)).toBe(0);
    expect(bench.value(ghostMail, 'password', 'vault')).toBe(givenValues.UYOOP_PROD_WEB_GHOST_MAIL_PASSWORD);
    expect(Object.values(bench.files()).join('')).not.toContain('"placeholder"');
  });
});

describe('a new certificate over real values', () => {
  it('leaves them as they are, and says so', async () => {
    const bench = sealedBench();
    bench.put(certificatePath, otherCertificate);
    const before = bench.files();
    expect(await bench.run(claims, ['seal'])).toBe(0);
    expect(bench.output).toContain('kept    prod-web/ghost-mail password: under another certificate');
    expect(bench.files()).toEqual(before);
  });

  it('does not make a live password anew because its home was renamed', async () => {
    const bench = sealedBench();
    const path = 'sealed/prod-web/ghost-mail.json';
    const renamed = bench.read(path).replace('security/vault-feed.', 'security/old-feed.');
    bench.put(path, printSealedFile('prod-web/ghost-mail', JSON.parse(renamed)));
    const before = bench.files();
    expect(await bench.run(claims, ['seal', '--from-env'], givenValues)).toBe(1);
    expect(bench.errors).toContain('it is not sealed for security/vault-feed.prod-web.ghost-mail');
    expect(bench.files()).toEqual(before);
  });
});
