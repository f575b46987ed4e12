import { randomBytes } from 'node:crypto';
import { type Certificate, howToFetch, placeholderCertificate, readCertificate } from './certificate.ts';
import { describe, idOf, idOfReference, secretOf, variableOf, type Wanted } from './declared.ts';
import { type Provided, refuseAmbiguous } from './provided.ts';
import { seal } from './seal.ts';
import type { SealedFile, SealedValue } from './sealed-file.ts';
import { isDue, type SecretStatus, toMake, type ValueStatus } from './status.ts';
import { certificateFile, type SealedChange, type SealedFolder } from './store.ts';
import { isProvided, makeValues, randomText } from './values.ts';

/** Who hands over what cannot be made, and the day. */
export interface SealingProps {
  readonly placeholder: boolean;
  readonly provided: Provided;
  readonly now: Date;
  /** Size of the placeholder's key. */
  readonly keyBits: number;
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
 * @throws when there is no certificate to seal under, it is expired or of the wrong kind, or a value is not given.
 */
export function sealMissing(status: SecretStatus, folder: SealedFolder, props: SealingProps): Sealing {
  const certificate = props.placeholder ? placeholderOf(folder, props) : realOf(folder, props.now);
  refuseAmbiguous(status.values);
  const ids = toMake(status);
  const wanted = status.values.filter((value) => ids.has(idOf(value)));
  refuseOtherHomes(wanted);
  if (!props.placeholder) refuseAbsent(wanted, props.provided);
  const provided = (one: Wanted) => (props.placeholder ? randomText(40) : props.provided[variableOf(one)]);
  const values = makeValues(wanted, provided);
  const remade = wanted.filter((one) => !isDue(one));
  const kept = status.values.filter((one) => !ids.has(idOf(one)) && isProvided(one.recipe));
  return {
    change: {
      ...(folder.certificate === undefined && { certificatePem: certificate.pem }),
      files: sealAll(wanted, values, folder, certificate, props),
    },
    made: wanted.filter(isDue).map(idOf),
    remade: remade.map(idOf),
    unused: kept.map(variableOf).filter((variable) => props.provided[variable]),
  };
}

function realOf({ certificate }: SealedFolder, now: Date): Certificate {
  const orPlaceholder = "to try the example platform without a cluster: 'npm run secrets -- seal --placeholder'";
  if (!certificate) throw new Error(`${certificateFile}: is not there; ${howToFetch}\n${orPlaceholder}`);
  if (certificate.placeholder) {
    throw new Error(
      `${certificateFile}: is the placeholder, whose private key was thrown away: no cluster could open what is sealed under it; ${howToFetch}\n${orPlaceholder}`,
    );
  }
  if (certificate.validTo < now) {
    throw new Error(`${certificateFile}: expired on ${dayOf(certificate.validTo)}; ${howToFetch}`);
  }
  return certificate;
}

function placeholderOf({ certificate, files }: SealedFolder, { now, keyBits }: SealingProps): Certificate {
  if (certificate?.placeholder) return certificate;
  if (certificate) {
    throw new Error(
      `${certificateFile}: is a real certificate, and a placeholder would take its place: leave --placeholder out`,
    );
  }
  const real = [...files].find(([, { keys }]) => Object.values(keys).some(({ placeholder }) => !placeholder));
  if (real) {
    throw new Error(
      `sealed/${real[0]}.json: holds real values, and their certificate is gone: restore it (git checkout -- ${certificateFile}), or ${howToFetch}`,
    );
  }
  return readCertificate(placeholderCertificate(now, keyBits), certificateFile);
}

/** Making a live password anew because a home was renamed would lock its service out. */
function refuseOtherHomes(wanted: readonly ValueStatus[]): void {
  const moved = wanted.find(({ value, homeless }) => homeless && !value?.placeholder);
  if (!moved) return;
  throw new Error(
    `sealed/${secretOf(moved.claim)}.json: key '${moved.key}': ${moved.note}, and it cannot be read back. Nothing was written: keep the old home, or delete the key from the file to have a new value made`,
  );
}

function refuseAbsent(wanted: readonly Wanted[], provided: Provided): void {
  const absent = wanted.filter((one) => isProvided(one.recipe) && !provided[variableOf(one)]);
  if (absent.length === 0) return;
  const lines = absent.map((one) => `  ${idOf(one)}  (${describe(one.recipe)})\n      ${variableOf(one)}`);
  throw new Error(
    `nothing was written: ${absent.length} value${absent.length > 1 ? 's' : ''} cannot be made here and must be given, by --from-env or --from-file:\n${lines.join('\n')}`,
  );
}

function sealAll(
  wanted: readonly Wanted[],
  values: ReadonlyMap<string, string>,
  folder: SealedFolder,
  certificate: Certificate,
  props: SealingProps,
): ReadonlyMap<string, SealedFile> {
  const versions = new Map(wanted.map((one) => [idOf(one), randomBytes(8).toString('hex')]));
  const files = new Map<string, SealedFile>();
  for (const one of wanted) {
    const secret = secretOf(one.claim);
    const plaintext = values.get(idOf(one)) as string;
    const homes = Object.values(one.claim.homes).map((home) => [home, seal(certificate.pem, home, plaintext)]);
    const value: SealedValue = {
      made: dayOf(props.now),
      version: versions.get(idOf(one)) as string,
      ...(one.recipe.from === 'digest' && { of: versions.get(idOfReference(one.recipe.of)) }),
      ...(props.placeholder && { placeholder: true }),
      certificate: certificate.fingerprint,
      sealed: Object.fromEntries(homes),
    };
    const before = files.get(secret) ?? folder.files.get(secret);
    files.set(secret, { keys: { ...before?.keys, [one.key]: value } });
  }
  return files;
}

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);
