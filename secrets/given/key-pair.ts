import { createPrivateKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { writeNew } from '../../synth/writing/disk.ts';
import { selfSigned } from '../crypto/self-signed.ts';
import { syncFolder } from '../sealed/journal.ts';
import { newPathOutside, readOutside } from './outside.ts';

/** The namespace that `charts/sealed-secrets.ts` runs the controller in: it takes its keys from there alone. */
export const controllerNamespace = 'sealed-secrets';
export const keyLabel = 'sealedsecrets.bitnami.com/sealed-secrets-key';

const years = 10;

export interface SealingKey {
  readonly certificatePem: string;
  /** The Kubernetes Secret that the controller takes its key from. */
  readonly manifest: string;
}

/** A key pair and its self-signed certificate, as the controller makes its own: RSA, valid for ten years. */
export function makeSealingKey(now: Date, bits: number): SealingKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  const to = new Date(now);
  to.setUTCFullYear(now.getUTCFullYear() + years);
  const certificatePem = selfSigned({ privateKey, commonName: 'uyoop sealing key', from: now, to });
  return { certificatePem, manifest: manifestOf(privateKey, certificatePem) };
}

function manifestOf(privateKey: KeyObject, certificatePem: string): string {
  const fingerprint = new X509Certificate(certificatePem).fingerprint256.replaceAll(':', '').toLowerCase();
  // PKCS#1, as the controller writes its own.
  const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  return stringify({
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'kubernetes.io/tls',
    metadata: {
      name: `sealed-secrets-key-${fingerprint.slice(0, 8)}`,
      namespace: controllerNamespace,
      labels: { [keyLabel]: 'active' },
    },
    data: { 'tls.crt': base64(certificatePem), 'tls.key': base64(pem) },
  });
}

/**
 * Writes the private half where nobody but its owner reads it, before anything is sealed under it.
 *
 * @returns what takes it away again, for when nothing was sealed after all.
 * @throws when the path lies in the repository, is taken, or the disk refuses.
 */
export function writeKey(root: string, file: string, { manifest }: SealingKey): () => void {
  const path = newPathOutside(root, file);
  writeNew(path, manifest, 0o600);
  syncFolder(dirname(path));
  return () => rmSync(path, { force: true });
}

export interface PrivateKey {
  readonly key: KeyObject;
  /** Of the certificate beside it, if there is one. */
  readonly fingerprint: string | undefined;
}

/**
 * The private keys in a file: PEM, the Secret that `init` wrote, or what `kubectl get secret -l ... -o yaml` gives.
 *
 * @throws when it holds none that is RSA. No message holds any of its text.
 */
export function readKeys(root: string, file: string): readonly PrivateKey[] {
  return keysIn(readOutside(root, file), file);
}

/** The same from text. */
export function keysIn(text: string, file: string): readonly PrivateKey[] {
  const keys = /^-----BEGIN /.test(text.trimStart()) ? [keyOf(text, undefined, file)] : keysOfSecrets(text, file);
  if (keys.length > 0) return keys;
  throw new Error(
    `${file}: holds no sealing key: it must be the Secret that init wrote (kubernetes.io/tls), or the key in PEM`,
  );
}

interface Manifest {
  readonly kind?: unknown;
  readonly items?: readonly Manifest[];
  readonly data?: Readonly<Record<string, unknown>>;
}

function keysOfSecrets(text: string, file: string): PrivateKey[] {
  const manifests = parseAllDocuments(text).flatMap((document): Manifest[] => {
    if (document.errors.length > 0) throw new Error(`${file}: is neither PEM nor YAML: the file may be cut off`);
    const json = document.toJS() as Manifest | null;
    return json?.kind === 'List' || json?.items ? [...(json?.items ?? [])] : json ? [json] : [];
  });
  return manifests.flatMap((manifest) => {
    const key = manifest?.data?.['tls.key'];
    if (manifest?.kind !== 'Secret' || typeof key !== 'string') return [];
    const certificate = manifest.data?.['tls.crt'];
    return [keyOf(decoded(key), typeof certificate === 'string' ? decoded(certificate) : undefined, file)];
  });
}

const decoded = (base64: string): string => Buffer.from(base64, 'base64').toString('utf8');

function keyOf(pem: string, certificatePem: string | undefined, file: string): PrivateKey {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw new Error(`${file}: holds no private key that can be read: it is cut off, encrypted, or a certificate`);
  }
  if (key.asymmetricKeyType !== 'rsa') throw new Error(`${file}: the key must be RSA, got ${key.asymmetricKeyType}`);
  if (certificatePem === undefined) return { key, fingerprint: undefined };
  const certificate = certificateIn(certificatePem, file);
  if (!certificate.checkPrivateKey(key)) {
    throw new Error(`${file}: tls.key and tls.crt are no pair: take the file that init wrote, as it was`);
  }
  return { key, fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase() };
}

function certificateIn(pem: string, file: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new Error(`${file}: tls.crt is no certificate: take the file that init wrote, as it was`);
  }
}
