import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { digest, given, random, rsaKey, type SecretClaim } from '../../constructs/secret/secret.ts';
import type { Phase } from '../../platform/types.ts';
import { leaksInFile } from '../../secrets/commands/leaks.ts';
import { decryptWith } from '../../secrets/crypto/age.ts';
import { Bench as ServiceBench } from '../support/bench.ts';
import { alone } from '../support/composed.ts';
import { Bench, clusterKey } from './bench.ts';
import { verifies } from './verifies.ts';

/** A service with a value of each kind, and one that must be there before GitOps is. */
const declaredIn = (phase: Phase) =>
  alone(
    'cloud',
    'prod',
    (chart) => {
      const service = new ServiceBench(chart, 'drive');
      const { secret } = service.secret('oidc', { secret: random() });
      service.secret('portal', { 'drive.digest': digest(secret), 'jwks.pem': rsaKey(2048) });
      service.secret('mail', { password: given('the mailbox') });
      const beside = { labels: { kind: 'repository' }, data: { url: 'https://git.example' } };
      service.secret('git', { token: random() }, { backend: 'existing', beside });
    },
    { phase },
  ).inventory;
const phases = [1, 2, 3].map((phase) => declaredIn(phase as Phase));
const inPhase = (phase: Phase) => [phases[phase - 1], ...phases.filter((_, at) => at !== phase - 1)] as typeof phases;
const claim = (name: string) => phases[0]?.secrets.find((one) => one.name === name) as SecretClaim;

let sealed: Record<string, string>;
let keyFile: string;
const bench = (): Bench => new Bench().putAll(sealed);

beforeAll(async () => {
  const first = new Bench();
  await first.runOn(inPhase(1), ['seal', '--from-env'], { UYOOP_CLOUD_DRIVE_MAIL_PASSWORD: 'éclair' });
  sealed = first.files();
  keyFile = first.given('key.pem', clusterKey.export({ type: 'pkcs8', format: 'pem' }).toString());
});

interface Manifest {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: object;
    readonly annotations?: object;
  };
  readonly type?: string;
  readonly data: Readonly<Record<string, string>>;
}

const manifestsIn = (text: string): readonly Manifest[] => parseAllDocuments(text).map((document) => document.toJS());
const textOf = ({ data }: Manifest, key: string): string => Buffer.from(data[key] ?? '', 'base64').toString();

async function written(phase: Phase): Promise<readonly Manifest[]> {
  const one = bench();
  expect(await one.runOn(inPhase(phase), ['existing', '--key', keyFile])).toBe(0);
  return manifestsIn(one.output);
}

describe('the Secrets that a phase expects in the cluster', () => {
  it('are all of them in phase 1, ready to apply, with the very values that are sealed', async () => {
    const [namespace, ...secrets] = await written(1);
    expect(namespace).toEqual({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'cloud' } });
    expect(secrets.map(({ metadata }) => metadata.name)).toEqual([
      'drive-git',
      'drive-mail',
      'drive-oidc',
      'drive-portal',
    ]);
    const [, mail, oidc, portal] = secrets as [Manifest, Manifest, Manifest, Manifest];
    expect(textOf(mail, 'password')).toBe('éclair');
    expect(textOf(oidc, 'secret')).toBe(bench().value(claim('drive-oidc'), 'secret'));
    expect(verifies(textOf(oidc, 'secret'), textOf(portal, 'drive.digest'))).toBe(true);
    expect(textOf(portal, 'jwks.pem')).toContain('PRIVATE KEY');
  });

  it('let the controller take them over in phase 2, whose SealedSecrets have the same names and values', async () => {
    const secrets = (await written(1)).filter(({ kind }) => kind === 'Secret');
    for (const { type, metadata } of secrets) {
      expect(type).toBe('Opaque');
      expect(metadata.annotations).toEqual({ 'sealedsecrets.bitnami.com/managed': 'true' });
    }
    const homes = phases[1]?.secrets.flatMap(({ home }) => home ?? []) ?? [];
    expect(homes.length).toBeGreaterThan(2);
    const names = secrets.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    expect(homes.filter((home) => !names.includes(home))).toEqual([]);
    expect(await bench().runOn(inPhase(2), ['seal'])).toBe(0);
  });

  it('are what an engine clones with in every later phase, with what it is found by', async () => {
    for (const phase of [2, 3] as const) {
      const [, git, ...others] = await written(phase);
      expect(others).toEqual([]);
      expect(git?.metadata).toMatchObject({ name: 'drive-git', labels: { kind: 'repository' } });
      expect(textOf(git as Manifest, 'url')).toBe('https://git.example');
    }
  });

  it('go into a file encrypted, and are found in none that is not', async () => {
    const identity = await generateIdentity();
    const one = bench();
    const path = join(one.outside, 'secrets.age');
    const recipient = await identityToRecipient(identity);
    const args = ['existing', '--key', keyFile, '--out', path, '--recipient', recipient];
    expect(await one.runOn(inPhase(1), args)).toBe(0);
    expect(one.output).toContain('4 Secrets in ');
    expect(one.output).not.toContain('kind: Secret');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const bytes = readFileSync(path);
    expect(bytes.toString('latin1')).toMatch(/^age-encryption\.org\/v1\n/);
    const decrypt = await decryptWith(() => import('age-encryption'), identity, 'identity');
    const clear = await decrypt(bytes, 'secrets.age');
    expect(manifestsIn(clear.toString())).toHaveLength(5);
    expect(leaksInFile('secrets.yaml', clear).map(({ what }) => what)).toContain(
      'a Secret of Kubernetes with its values',
    );
    expect(await one.runOn(inPhase(1), args)).toBe(1);
    expect(one.errors).toContain('is there already');
  });

  it.each([
    ['without the key', ['existing'], 'existing needs --key KEY'],
    ['into a file in the clear', ['existing', '--key', 'k', '--out', '/tmp/x'], '--out needs --recipient age1...'],
    [
      'for a recipient and no file',
      ['existing', '--key', 'k', '--recipient', 'age1x'],
      'give both, or neither and a pipe',
    ],
  ])('are refused %s', async (_, args, problem) => {
    const one = bench();
    expect(await one.runOn(inPhase(1), args)).toBe(1);
    expect(one.errors).toContain(problem);
  });

  it('are refused at a terminal, with the pipe to say', async () => {
    const one = bench();
    one.outIsTerminal = true;
    expect(await one.runOn(inPhase(1), ['existing', '--key', keyFile])).toBe(1);
    expect(one.errors).toContain(
      `npm run --silent secrets -- existing --key ${keyFile} |\n  kubectl apply --server-side -f -`,
    );
    expect(one.output).toBe('');
  });

  it('are refused while one of their values is not sealed', async () => {
    const one = new Bench();
    expect(await one.runOn(inPhase(1), ['existing', '--key', keyFile])).toBe(1);
    expect(one.errors).toContain('values are not sealed yet');
    expect(one.errors).toContain('cloud/drive-mail password');
  });
});

describe('Secrets that stand in a cluster', () => {
  const list = (password: string, secret: string) => `
kind: List
items:
- kind: Secret
  metadata: { namespace: cloud, name: drive-mail }
  data: { password: ${Buffer.from(password).toString('base64')} }
- kind: Secret
  metadata: { namespace: cloud, name: drive-oidc }
  data: { secret: ${Buffer.from(secret).toString('base64')} }
- kind: Secret
  metadata: { namespace: cloud, name: of-somebody-else }
  data: { x: ${Buffer.from('y').toString('base64')} }
- kind: ConfigMap
  metadata: { namespace: cloud, name: drive-git }
  data: { token: no }
`;

  it('are sealed as they are: databases keep the passwords that they know', async () => {
    const one = Bench.empty();
    const path = join(one.outside, 'key.yaml');
    const args = ['init', '--key', path, '--from-secrets', '-'];
    expect(await one.runOn(inPhase(2), args, {}, list('of-phase-1', 'made-by-hand'))).toBe(0);
    const key = (await import('./bench.ts')).keyInManifest(readFileSync(path, 'utf8'));
    expect(one.value(claim('drive-mail'), 'password', 'sealed', key)).toBe('of-phase-1');
    expect(one.value(claim('drive-oidc'), 'secret', 'vault', key)).toBe('made-by-hand');
    expect(verifies('made-by-hand', one.value(claim('drive-portal'), 'drive.digest', 'sealed', key))).toBe(true);
    expect(one.value(claim('drive-git'), 'token', 'sealed', key)).toHaveLength(40);
  });

  it('are taken by seal for what is missing, and no variable takes the place of a random value', async () => {
    const one = new Bench();
    const env = { UYOOP_CLOUD_DRIVE_OIDC_SECRET: 'from-the-environment' };
    const args = ['seal', '--from-env', '--from-secrets', one.given('list.yaml', list('known', 'stands'))];
    expect(await one.runOn(inPhase(2), args, env)).toBe(0);
    expect(one.value(claim('drive-oidc'), 'secret')).toBe('stands');
    const other = new Bench();
    await other.runOn(inPhase(2), ['seal', '--from-env'], { ...env, UYOOP_CLOUD_DRIVE_MAIL_PASSWORD: 'x' });
    expect(other.value(claim('drive-oidc'), 'secret')).not.toBe('from-the-environment');
  });

  it.each([
    ['nothing that is declared', 'kind: Secret\nmetadata: { name: a }\n', 'holds no Secret that is declared here'],
    ['a text that is cut off', 'kind: {', 'is neither YAML nor JSON'],
    [
      'a value with a byte order mark',
      list('\ufeffhunter2', 'x'),
      'cloud/drive-mail password: it holds a byte order mark',
    ],
  ])('are refused with %s', async (_, text, problem) => {
    const one = new Bench();
    expect(await one.runOn(inPhase(2), ['seal', '--from-secrets', '-'], {}, text)).toBe(1);
    expect(one.errors).toContain(problem);
    expect(one.errors).not.toContain('hunter2');
  });
});
