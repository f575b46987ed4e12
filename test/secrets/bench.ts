import {
  constants,
  createDecipheriv,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
} from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Chart } from 'cdk8s';
import { parse } from 'yaml';
import { PlatformApp } from '../../constructs/facts/platform-app.ts';
import {
  digest,
  given,
  type Recipe,
  random,
  rsaKey,
  SecretClaim,
  terraformOutput,
} from '../../constructs/secret/secret.ts';
import { secretsCommand } from '../../secrets/commands/command.ts';
import { selfSigned } from '../../secrets/crypto/self-signed.ts';
import { printSealedFile, type SealedFile } from '../../secrets/sealed/sealed-file.ts';
import { fixture } from '../support/platform.ts';

/** A cluster's key, made once for all tests: 2048 bits, since 4096 take seconds. */
export const clusterKey: KeyObject = createPrivateKey(
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }).privateKey,
);

export const now = new Date('2026-11-23T12:00:00Z');

export function certificateOf(privateKey: KeyObject, to = new Date('2036-11-23T12:00:00Z')): string {
  return selfSigned({ privateKey, commonName: 'sealed-secrets', from: now, to });
}

export const clusterCertificate = certificateOf(clusterKey);

/** Opens a sealed value as the controller does; written from the format's description, sharing no code with what seals. */
export function open(ciphertext: string, home: string, key: KeyObject = clusterKey): string {
  const bytes = Buffer.from(ciphertext, 'base64');
  const end = 2 + bytes.readUInt16BE(0);
  const sessionKey = privateDecrypt(
    { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256', oaepLabel: Buffer.from(home) },
    bytes.subarray(2, end),
  );
  const decipher = createDecipheriv('aes-256-gcm', sessionKey, Buffer.alloc(12, 0));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(end, -16)), decipher.final()]).toString('utf8');
}

/** The key in the Secret that the controller would take. */
export function keyInManifest(text: string): KeyObject {
  return createPrivateKey(Buffer.from(parse(text).data['tls.key'], 'base64').toString());
}

export type Declaration = Readonly<Record<string, Readonly<Record<string, Recipe>>>>;

/** Claims as services make them, by `namespace/name`. */
export function claimsOf(declarations: Declaration): SecretClaim[] {
  const chart = new Chart(new PlatformApp({ platform: fixture, sealed: {} }), 'test');
  return Object.entries(declarations).map(([secret, keys]) => {
    const [namespace, name] = secret.split('/') as [string, string];
    return new SecretClaim(chart, secret.replace('/', '.'), { namespace, name, keys });
  });
}

/** One value of each recipe. */
export function everyRecipe() {
  const only = (declaration: Declaration): SecretClaim => claimsOf(declaration)[0] as SecretClaim;
  const oidc = only({ 'prod-cloud/nextcloud-oidc': { secret: random() } });
  const keys = { 'nextcloud.digest': digest(oidc.key('secret')), 'jwks.pem': rsaKey(2048) };
  return {
    oidc,
    ghostMail: only({ 'prod-web/ghost-mail': { password: given('password of the mailbox ghost@') } }),
    bucket: only({
      'prod-cloud/nextcloud-bucket-drive': { access: terraformOutput('object-storage', 'drive-access-key') },
    }),
    authelia: only({ 'security/authelia-oidc': keys }),
  };
}

export const givenValues = {
  UYOOP_PROD_WEB_GHOST_MAIL_PASSWORD: 'correct horse battery staple é',
  UYOOP_PROD_CLOUD_NEXTCLOUD_BUCKET_DRIVE_ACCESS: 'AKIA-of-nobody',
};

const refused = async (): Promise<string> => {
  throw new Error('nobody sits at this terminal');
};

/** A repository of its own, with a cluster's certificate unless told otherwise. */
export class Bench {
  readonly root = mkdtempSync(join(tmpdir(), 'uyoop-secrets-'));
  /** A folder beside it, as the safe's disk is. */
  readonly outside = mkdtempSync(join(tmpdir(), 'uyoop-outside-'));
  output = '';
  errors = '';
  /** How wide its terminal is. */
  columns: number | undefined;
  outIsTerminal = false;
  now = now;

  constructor(certificate: string | undefined = clusterCertificate) {
    if (certificate) this.put('sealed/certificate.pem', certificate);
  }

  static empty(): Bench {
    return new Bench('');
  }

  put(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  /** Puts a file into `sealed/` as if a run of ours had written it. */
  putSealed(secret: string, file: SealedFile): void {
    this.put(`sealed/${secret}.json`, printSealedFile(secret, file));
  }

  putAll(files: Readonly<Record<string, string>>): this {
    for (const [path, text] of Object.entries(files)) this.put(path, text);
    return this;
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  /** Every file below the root with its text. */
  files(): Record<string, string> {
    const paths = (readdirSync(this.root, { recursive: true }) as string[]).sort();
    const files = paths.filter((path) => statSync(join(this.root, path)).isFile());
    return Object.fromEntries(files.map((path) => [path, this.read(path)]));
  }

  run(
    claims: readonly SecretClaim[],
    args: readonly string[],
    env: Record<string, string> = {},
    piped = '',
  ): Promise<number> {
    return this.runOn([{ secrets: claims }], args, env, piped);
  }

  /** Runs the command for what several phases and engines declare. */
  async runOn(
    declared: ReturnType<Parameters<typeof secretsCommand>[2]>,
    args: readonly string[],
    env: Record<string, string> = {},
    piped = '',
  ): Promise<number> {
    this.output = '';
    this.errors = '';
    return await secretsCommand(
      this.root,
      args,
      () => declared,
      { phase: 3 },
      {
        env,
        now: this.now,
        keyBits: 2048,
        columns: this.columns,
        outIsTerminal: this.outIsTerminal,
        loadAge: () => import('age-encryption'),
        input: { isTerminal: false, ask: refused, readAll: async () => piped },
        out: (text) => {
          this.output += text;
        },
        err: (text) => {
          this.errors += text;
        },
      },
    );
  }

  /** What a sealed value opens to, in one of its homes. */
  value(claim: SecretClaim, key: string, home: 'sealed' | 'vault' = 'sealed', privateKey = clusterKey): string {
    const file = JSON.parse(this.read(`sealed/${claim.namespace}/${claim.name}.json`));
    const name = claim.homes[home];
    return open(file.keys[key].sealed[name], name, privateKey);
  }

  /** Puts a file beside the repository, and returns its path. */
  given(name: string, text: string): string {
    const path = join(this.outside, name);
    writeFileSync(path, text);
    return path;
  }

  /** Makes it a repository of Git, so that marks are kept. */
  withGit(): this {
    mkdirSync(join(this.root, '.git'));
    return this;
  }
}

/** The files of a repository with every value sealed. Slow, since a digest is: make it once a test file. */
export async function sealOnce(claims: readonly SecretClaim[]): Promise<Record<string, string>> {
  const bench = new Bench();
  if ((await bench.run(claims, ['seal', '--from-env'], givenValues)) !== 0) throw new Error(bench.errors);
  return bench.files();
}
