import { randomBytes } from 'node:crypto';
import { type Certificate, howToFetch, placeholderCertificate, readCertificate } from '../crypto/certificate.ts';
import { seal } from '../crypto/seal.ts';
import { describe, idOf, idOfReference, secretOf, variableOf, type Wanted } from '../declared/declared.ts';
import { refuseMalformed } from '../given/form.ts';
import { type Provided, refuseAmbiguous } from '../given/provided.ts';
import { isProvided, makeValues, randomText } from '../given/values.ts';
import { dayOf } from '../sealed/due.ts';
import { markOf } from '../sealed/pepper.ts';
import type { SealedFile, SealedValue } from '../sealed/sealed-file.ts';
import { isDue, type SecretStatus, toMake, type ValueStatus } from '../sealed/status.ts';
import { certificateFile, type SealedChange, type SealedFolder } from '../sealed/store.ts';

/** What sealing needs beside the values. */
export interface Sealer {
  readonly certificate: Certificate;
  readonly now: Date;
  /** Without it no marks are made, and the same value is sealed anew when it is set again. */
  readonly pepper: Buffer | undefined;
  readonly placeholder?: boolean;
}

/** A value in the clear, on its way into `sealed/`. */
export interface Plain {
  readonly wanted: Wanted;
  readonly text: string;
  /** What it is sealed as already: the same value, for another certificate or home. Keeps its version and its day. */
  readonly same?: SealedValue;
}

/** Seals values into the files that `sealed/` is to hold, each for every home of its claim. */
export function sealAll(
  plains: readonly Plain[],
  files: SealedFolder['files'],
  sealer: Sealer,
): ReadonlyMap<string, SealedFile> {
  const versions = new Map(plains.map(({ wanted, same }) => [idOf(wanted), same?.version ?? newVersion()]));
  const versionOf = (id: string): string | undefined => versions.get(id) ?? valueAt(files, id)?.version;
  const changed = new Map<string, SealedFile>();
  for (const plain of plains) {
    const { claim, key, recipe } = plain.wanted;
    const of = recipe.from === 'digest' ? (plain.same?.of ?? versionOf(idOfReference(recipe.of))) : undefined;
    const value = sealOne(plain, versions.get(idOf(plain.wanted)) as string, of, sealer);
    const before = changed.get(secretOf(claim)) ?? files.get(secretOf(claim));
    changed.set(secretOf(claim), { keys: { ...before?.keys, [key]: value } });
  }
  return changed;
}

function sealOne({ wanted, text, same }: Plain, version: string, of: string | undefined, sealer: Sealer): SealedValue {
  const { certificate, now, pepper, placeholder } = sealer;
  const homes = Object.values(wanted.claim.homes).map((home) => [home, seal(certificate.pem, home, text)]);
  const mark = pepper && !placeholder ? markOf(pepper, idOf(wanted), version, text) : undefined;
  return {
    made: same?.made ?? dayOf(now),
    version,
    ...(of !== undefined && { of }),
    ...(mark !== undefined && { mark }),
    ...(placeholder && { placeholder: true }),
    certificate: certificate.fingerprint,
    sealed: Object.fromEntries(homes),
  };
}

const newVersion = (): string => randomBytes(8).toString('hex');

function valueAt(files: SealedFolder['files'], id: string): SealedValue | undefined {
  const [secret, key] = id.split(' ') as [string, string];
  return files.get(secret)?.keys[key];
}

/** What is to be written, and what happened to each value, without the values. */
export interface Sealing {
  readonly change: SealedChange;
  readonly made: readonly string[];
  /** Values that were sealed already and are made anew, because their digest was missing, or the other way round. */
  readonly remade: readonly string[];
  /** Variables that hold a value which is sealed already. */
  readonly unused: readonly string[];
}

/**
 * Makes and seals whatever is missing, in memory: all of it, or nothing.
 *
 * @throws when a value is not given, or cannot be read back for a home that it has now.
 */
export function sealMissing(
  status: SecretStatus,
  folder: SealedFolder,
  provided: Provided,
  sealer: Sealer,
  /** Values that may stay missing: they, and the digests of them, are left out. */
  later: ReadonlySet<string> = new Set(),
): Sealing {
  refuseAmbiguous(status.values);
  const ids = toMake(status);
  const wanted = status.values.filter((one) => ids.has(idOf(one)) && !isLater(one, later));
  refuseOtherHomes(wanted);
  if (!sealer.placeholder) refuseUnfit(wanted, provided);
  const from = (one: Wanted) => (sealer.placeholder ? randomText(40) : provided[variableOf(one)]);
  const values = makeValues(wanted, from, (one) => (sealer.placeholder ? undefined : provided[idOf(one)]));
  const plains = wanted.map((one) => ({ wanted: one, text: values.get(idOf(one)) as string }));
  const kept = status.values.filter((one) => !ids.has(idOf(one)) && isProvided(one.recipe));
  return {
    change: {
      ...(folder.certificate?.pem !== sealer.certificate.pem && { certificatePem: sealer.certificate.pem }),
      files: sealAll(plains, folder.files, sealer),
    },
    made: wanted.filter(isDue).map(idOf),
    remade: wanted.filter((one) => !isDue(one)).map(idOf),
    unused: kept.map(variableOf).filter((variable) => provided[variable]),
  };
}

const isLater = (one: Wanted, later: ReadonlySet<string>): boolean =>
  later.has(idOf(one)) || (one.recipe.from === 'digest' && later.has(idOfReference(one.recipe.of)));

/** The certificate that real values are sealed under. @throws when it is not there, expired, or the placeholder. */
export function realCertificate({ certificate }: SealedFolder, now: Date): Certificate {
  const orPlaceholder = "to try the example platform without a cluster: 'npm run secrets -- seal --placeholder'";
  if (!certificate) {
    throw new Error(
      `${certificateFile}: is not there; begin with npm run secrets -- init --key PATH, or ${howToFetch}\n${orPlaceholder}`,
    );
  }
  if (certificate.placeholder) {
    throw new Error(
      `${certificateFile}: is the placeholder, whose private key was thrown away: no cluster could open what is sealed under it; begin with npm run secrets -- init --key PATH, or ${howToFetch}\n${orPlaceholder}`,
    );
  }
  refuseExpired(certificate, certificateFile, now);
  return certificate;
}

/** @throws when a certificate is no longer valid. */
export function refuseExpired({ validTo }: Certificate, file: string, now: Date): void {
  if (validTo >= now) return;
  throw new Error(
    `${file}: expired on ${dayOf(validTo)}; make a new one (npm run secrets -- reseal --key OLDKEY --new-key PATH), or ${howToFetch}`,
  );
}

/** A certificate that nobody can open. @param keyBits size of its key. @throws when real values stand there. */
export function placeholderFor({ certificate, files }: SealedFolder, now: Date, keyBits: number): Certificate {
  if (certificate?.placeholder) return certificate;
  if (certificate) {
    throw new Error(
      `${certificateFile}: is a real certificate, and a placeholder would take its place: leave --placeholder out`,
    );
  }
  const real = realValueIn(files);
  if (real) {
    throw new Error(
      `sealed/${real}.json: holds real values, and their certificate is gone: restore it (git checkout -- ${certificateFile}), or ${howToFetch}`,
    );
  }
  return readCertificate(placeholderCertificate(now, keyBits), certificateFile);
}

/** A secret with a value that somebody can open. */
export function realValueIn(files: SealedFolder['files']): string | undefined {
  return [...files].find(([, { keys }]) => Object.values(keys).some(({ placeholder }) => !placeholder))?.[0];
}

/** Making a live password anew because a home was renamed would lock its service out. */
function refuseOtherHomes(wanted: readonly ValueStatus[]): void {
  const moved = wanted.find(({ value, homeless }) => homeless && !value?.placeholder);
  if (!moved) return;
  throw new Error(
    `sealed/${secretOf(moved.claim)}.json: key '${moved.key}': ${moved.note}, and it cannot be read back here. Nothing was written: open it with the private key (npm run secrets -- reseal --key KEY), keep the old home, or delete the key from the file to have a new value made`,
  );
}

function refuseUnfit(wanted: readonly Wanted[], provided: Provided): void {
  const asked = wanted.filter(({ recipe }) => isProvided(recipe));
  refuseAbsent(asked.filter((one) => !provided[variableOf(one)]));
  for (const one of asked) refuseMalformed(one, provided[variableOf(one)] as string);
}

function refuseAbsent(absent: readonly Wanted[]): void {
  if (absent.length === 0) return;
  const lines = absent.map((one) => `  ${idOf(one)}  (${describe(one.recipe)})\n      ${variableOf(one)}`);
  throw new Error(
    `nothing was written: ${absent.length} value${absent.length > 1 ? 's' : ''} cannot be made here and must be given, by --from-env or --from-file:\n${lines.join('\n')}`,
  );
}
