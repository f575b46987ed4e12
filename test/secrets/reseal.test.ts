import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { seal } from '../../secrets/crypto/seal.ts';
import { printSealedFile } from '../../secrets/sealed/sealed-file.ts';
import {
  Bench,
  certificateOf,
  clusterCertificate,
  clusterKey,
  everyRecipe,
  keyInManifest,
  now,
  sealOnce,
} from './bench.ts';

const every = everyRecipe();
const claims = Object.values(every);
const { oidc, ghostMail } = every;

let sealed: Record<string, string>;
let otherKey: KeyObject;
let otherCertificate: string;
const sealedBench = (): Bench => new Bench().withGit().putAll(sealed);
const pemOf = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

/** What `kubectl get secret -o yaml` gives of a sealing key. */
function manifestOf(key: KeyObject, certificate: string) {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  return { kind: 'Secret', data: { 'tls.crt': base64(certificate), 'tls.key': base64(pemOf(key)) } };
}

beforeAll(async () => {
  sealed = await sealOnce(claims);
  otherKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  otherCertificate = certificateOf(otherKey);
});

describe('secrets reseal', () => {
  it('seals every value for a new certificate, and it stays the same value', async () => {
    const bench = sealedBench();
    const before = bench.value(oidc, 'secret');
    const key = bench.given('old.pem', pemOf(clusterKey));
    const certificate = bench.given('new.pem', otherCertificate);
    expect(await bench.run(claims, ['reseal', '--key', key, '--certificate', certificate])).toBe(0);
    expect(bench.output).toContain('5 values resealed, 5 files written');
    expect(bench.value(oidc, 'secret', 'vault', otherKey)).toBe(before);
    await bench.run(claims, ['--json']);
    expect(JSON.parse(bench.output).values.map(({ state }: { state: string }) => state)).toEqual(
      Array(5).fill('sealed'),
    );
  });

  it('keeps the day and the version of each, so that nothing counts as changed', async () => {
    const bench = sealedBench();
    const key = bench.given('old.pem', pemOf(clusterKey));
    await bench.run(claims, ['reseal', '--key', key, '--certificate', bench.given('new.pem', otherCertificate)]);
    const factsOf = (text: string) => {
      const { made, version } = JSON.parse(text).keys.password;
      return { made, version };
    };
    const path = 'sealed/prod-web/ghost-mail.json';
    expect(factsOf(bench.read(path))).toEqual(factsOf(sealed[path] as string));
  });

  it('changes no byte when all is sealed under the certificate already', async () => {
    const bench = sealedBench();
    const before = bench.read('sealed/prod-web/ghost-mail.json');
    expect(await bench.run(claims, ['reseal', '--key', bench.given('old.pem', pemOf(clusterKey))])).toBe(0);
    expect(bench.output).toContain('0 values resealed, 0 files written');
    expect(bench.read('sealed/prod-web/ghost-mail.json')).toBe(before);
  });

  it('finds the right one among the keys that a cluster has', async () => {
    const bench = sealedBench();
    const items = [manifestOf(otherKey, otherCertificate), manifestOf(clusterKey, clusterCertificate)];
    const key = bench.given('keys.yaml', stringify({ apiVersion: 'v1', kind: 'List', items }));
    expect(
      await bench.run(claims, ['reseal', '--key', key, '--certificate', bench.given('n.pem', otherCertificate)]),
    ).toBe(0);
  });

  it('makes a new key of its own, outside the repository', async () => {
    const bench = sealedBench();
    const before = bench.value(ghostMail, 'password');
    const path = join(bench.outside, 'new.yaml');
    const args = ['reseal', '--key', bench.given('old.pem', pemOf(clusterKey)), '--new-key', path];
    expect(await bench.run(claims, args)).toBe(0);
    const key = keyInManifest(readFileSync(path, 'utf8'));
    expect(bench.value(ghostMail, 'password', 'sealed', key)).toBe(before);
  });

  it('opens what was sealed for a home that has another name now', async () => {
    const bench = sealedBench();
    const path = 'sealed/prod-web/ghost-mail.json';
    const file = JSON.parse(bench.read(path));
    delete file.keys.password.sealed['security/vault-feed.prod-web.ghost-mail'];
    bench.put(path, printSealedFile('prod-web/ghost-mail', file));
    expect(await bench.run(claims, ['reseal', '--key', bench.given('old.pem', pemOf(clusterKey))])).toBe(0);
    expect(bench.value(ghostMail, 'password', 'vault')).toBe(bench.value(ghostMail, 'password', 'sealed'));
  });

  const elliptic = () => pemOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
  it.each([
    [
      'a wrong private key',
      () => pemOf(otherKey),
      otherCertificateArgs,
      'does not open it: it is sealed under the certificate',
    ],
    ['an elliptic key', elliptic, otherCertificateArgs, 'the key must be RSA, got ec'],
    [
      'a cut off key',
      () => pemOf(clusterKey).slice(0, 300),
      otherCertificateArgs,
      'holds no private key that can be read',
    ],
    ['no key at all', () => 'kind: ConfigMap\n', otherCertificateArgs, 'holds no sealing key'],
    [
      'a key beside another certificate',
      () => stringify(manifestOf(clusterKey, otherCertificate)),
      otherCertificateArgs,
      'tls.key and tls.crt are no pair',
    ],
    [
      'an expired certificate',
      () => pemOf(clusterKey),
      (bench: Bench) => [
        '--certificate',
        bench.given('n.pem', certificateOf(otherKey, new Date(now.getTime() - 1000))),
      ],
      'expired on 2026-11-23',
    ],
    [
      'no certificate',
      () => pemOf(clusterKey),
      (bench: Bench) => ['--certificate', bench.given('n.pem', 'x')],
      'is no X.509',
    ],
  ])('refuses %s, and leaves sealed/ as it was', async (_, key, more, problem) => {
    const bench = sealedBench();
    const text = key();
    expect(await bench.run(claims, ['reseal', '--key', bench.given('key', text), ...more(bench)])).toBe(1);
    expect(bench.errors).toContain(problem);
    for (const [path, before] of Object.entries(sealed)) expect(bench.read(path)).toBe(before);
  });

  function otherCertificateArgs(bench: Bench): string[] {
    return ['--certificate', bench.given('n.pem', otherCertificate)];
  }
});

describe('secrets reseal --from', () => {
  const manifest = (scope: object, label: string) =>
    stringify({
      apiVersion: 'bitnami.com/v1alpha1',
      kind: 'SealedSecret',
      metadata: { name: 'ghost-mail', namespace: 'prod-web', ...scope },
      spec: { encryptedData: { password: seal(clusterCertificate, label, 'from kubeseal') } },
    });
  const annotations = (scope: string) => ({ annotations: { [`sealedsecrets.bitnami.com/${scope}-wide`]: 'true' } });
  const takeOver = (bench: Bench, text: string) =>
    bench.run(claims, [
      'reseal',
      '--key',
      bench.given('k.pem', pemOf(clusterKey)),
      '--from',
      bench.given('s.yaml', text),
    ]);

  it.each([
    ['strict', {}, 'prod-web/ghost-mail'],
    ['namespace-wide', annotations('namespace'), 'prod-web'],
    ['cluster-wide', annotations('cluster'), ''],
  ])('takes over what kubeseal sealed with scope %s, as strict', async (_, scope, label) => {
    const bench = sealedBench();
    expect(await takeOver(bench, manifest(scope, label))).toBe(0);
    expect(bench.value(ghostMail, 'password')).toBe('from kubeseal');
    expect(bench.value(ghostMail, 'password', 'vault')).toBe('from kubeseal');
  });

  it('refuses what nobody declares, and what is no SealedSecret', async () => {
    const bench = sealedBench();
    expect(await takeOver(bench, manifest({ name: 'ghost-mial' }, 'prod-web/ghost-mial'))).toBe(1);
    expect(bench.errors).toContain('nearest: prod-web/ghost-mail');
    expect(await takeOver(bench, 'kind: Secret\n')).toBe(1);
    expect(bench.errors).toContain('must hold SealedSecrets and nothing else');
  });
});
