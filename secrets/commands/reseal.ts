import { parseAllDocuments } from 'yaml';
import { type Certificate, readCertificate } from '../crypto/certificate.ts';
import { findDeclared, idOf, secretOf } from '../declared/declared.ts';
import { makeSealingKey, type PrivateKey, readKeys, writeKey } from '../given/key-pair.ts';
import { newPathOutside, readOutside } from '../given/outside.ts';
import { pepperOf } from '../sealed/pepper.ts';
import type { ValueStatus } from '../sealed/status.ts';
import { certificateFile, writeSealed } from '../sealed/store.ts';
import { change } from './change-commands.ts';
import { type Plain, realCertificate, refuseExpired, sealAll } from './sealing.ts';
import type { WritingTask } from './task.ts';
import { openValue, unsealWith } from './unseal.ts';

/**
 * Opens what is sealed under another certificate, or lacks a home, with the private key that it was sealed for, and seals
 * the same values anew. All of it, or nothing.
 *
 * @throws when a key does not open a value, or the new certificate will not do.
 */
export function reseal(task: WritingTask): string {
  const { flags } = task.arguments;
  const file = flags.key;
  if (file === undefined) throw new Error('reseal needs --key OLDKEY: the private key that opens what is sealed');
  const keys = readKeys(task.root, file);
  task.surroundings.progress?.says('opening and sealing anew');
  if (flags.from !== undefined) return takeOver(task, keys, flags.from);
  const path = flags['new-key'];
  const made = path === undefined ? undefined : makeSealingKey(task.surroundings.now, task.surroundings.keyBits);
  if (path !== undefined) newPathOutside(task.root, path);
  const certificate = made ? readCertificate(made.certificatePem, certificateFile) : certificateOf(task);
  const old = task.status.values.filter((one) => one.value && !fits(one, certificate));
  const plains = old.map((wanted) => plainOf(wanted, keys, file));
  const sealer = { certificate, now: task.surroundings.now, pepper: pepperOf(task.root) };
  const files = sealAll(plains, task.folder.files, sealer);
  const undo = made && path !== undefined ? writeKey(task.root, path, made) : undefined;
  try {
    const paths = writeSealed(task.root, { certificatePem: certificate.pem, files }, task.lock);
    return report(plains, paths, certificate, path);
  } catch (error) {
    undo?.();
    throw error;
  }
}

function certificateOf({ root, arguments: { flags }, folder, surroundings: { now } }: WritingTask): Certificate {
  if (flags.certificate === undefined) return realCertificate(folder, now);
  const certificate = readCertificate(readOutside(root, flags.certificate), flags.certificate);
  refuseExpired(certificate, flags.certificate, now);
  if (certificate.placeholder) throw new Error(`${flags.certificate}: is a placeholder, which nobody can open`);
  return certificate;
}

/** Sealed under the certificate already, and for every home of today and no other. */
function fits({ value, claim }: ValueStatus, { fingerprint }: Certificate): boolean {
  const homes = Object.values(claim.homes).sort().join(' ');
  return value?.certificate === fingerprint && Object.keys(value.sealed).sort().join(' ') === homes;
}

function plainOf(wanted: ValueStatus, keys: readonly PrivateKey[], file: string): Plain {
  const value = wanted.value as NonNullable<ValueStatus['value']>;
  return { wanted, text: openValue(keys, wanted, value, file), same: value };
}

function report(
  plains: readonly Plain[],
  paths: readonly string[],
  { fingerprint }: Certificate,
  path: string | undefined,
): string {
  return [
    ...(path === undefined ? [] : [`private key   ${path}  (carry it to the safe; Git must never see it)`]),
    `certificate   ${certificateFile}  ${fingerprint.slice(0, 16)}`,
    ...plains.map(({ wanted }) => `resealed  ${idOf(wanted)}`),
    `${plains.length} values resealed, ${paths.length} files written`,
    '',
  ].join('\n');
}

interface Manifest {
  readonly kind?: string;
  readonly metadata?: {
    readonly namespace?: string;
    readonly name?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: { readonly encryptedData?: Readonly<Record<string, string>> };
}

/** Takes the values of a SealedSecret that kubeseal made, as if a person had set them. */
function takeOver(task: WritingTask, keys: readonly PrivateKey[], file: string): string {
  const given = new Map<ValueStatus, string>();
  for (const manifest of manifestsIn(readOutside(task.root, file), file)) {
    const { namespace, name } = manifest.metadata ?? {};
    const secret = secretAt(task, `${namespace}/${name}`);
    for (const [key, ciphertext] of Object.entries(manifest.spec?.encryptedData ?? {})) {
      const [wanted] = findDeclared(task.status.values, secret, key) as [ValueStatus];
      const text = unsealWith(keys, ciphertext, labelOf(manifest));
      if (text === undefined) throw new Error(`${file}: ${secret} ${key}: the private key does not open it`);
      if (wanted.recipe.from !== 'digest') given.set(wanted, text);
    }
  }
  return change(task, given);
}

function manifestsIn(text: string, file: string): readonly Manifest[] {
  const documents = parseAllDocuments(text);
  const manifests = documents.flatMap((document) => {
    if (document.errors.length > 0) throw new Error(`${file}: is no YAML: the file may be cut off`);
    return (document.toJS() ?? []) as Manifest | [];
  });
  if (manifests.length > 0 && manifests.every(({ kind }) => kind === 'SealedSecret')) return manifests;
  throw new Error(`${file}: must hold SealedSecrets and nothing else`);
}

/** The secret that a home belongs to: a value may be sealed for its service or for Vault. */
function secretAt({ status }: WritingTask, home: string): string {
  const one = status.values.find(({ claim }) => Object.values(claim.homes).includes(home));
  return one ? secretOf(one.claim) : home;
}

/** What kubeseal binds a ciphertext to: by default namespace and name, by annotation less. */
function labelOf({ metadata }: Manifest): string {
  const widened = (scope: string) => metadata?.annotations?.[`sealedsecrets.bitnami.com/${scope}-wide`] === 'true';
  if (widened('cluster')) return '';
  return widened('namespace') ? `${metadata?.namespace}` : `${metadata?.namespace}/${metadata?.name}`;
}
