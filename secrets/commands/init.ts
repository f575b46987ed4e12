import { readCertificate } from '../crypto/certificate.ts';
import { idOf, variableOf } from '../declared/declared.ts';
import { makeSealingKey, writeKey } from '../given/key-pair.ts';
import { newPathOutside } from '../given/outside.ts';
import { isProvided } from '../given/values.ts';
import { pepperOf } from '../sealed/pepper.ts';
import { type SecretStatus, secretStatus, type ValueStatus } from '../sealed/status.ts';
import { certificateFile, type SealedFolder, writeSealed } from '../sealed/store.ts';
import { collect } from './collect.ts';
import { realValueIn, type Sealing, sealMissing } from './sealing.ts';
import type { WritingTask } from './task.ts';

/**
 * First boot: makes the sealing key, and every value under it. A placeholder gives way wholly.
 *
 * The private key is on its disk before anything is sealed under it; if nothing is, it is taken away again.
 *
 * @throws when `sealed/` is in use already, the path will not do, or a value that a person must give is not given.
 */
export async function init(task: WritingTask): Promise<string> {
  const { root, folder, surroundings, lock } = task;
  const path = task.arguments.flags.key;
  if (path === undefined) throw new Error('init needs --key PATH: where the private key goes, outside the repository');
  refuseInUse(folder);
  newPathOutside(root, path);
  surroundings.progress?.says('making the sealing key');
  const key = makeSealingKey(surroundings.now, surroundings.keyBits);
  surroundings.progress?.done();
  const certificate = readCertificate(key.certificatePem, certificateFile);
  const empty: SealedFolder = { store: {}, files: new Map(), certificate: undefined };
  const status = secretStatus(task.status.values.map(({ claim }) => claim).filter(isFirst), empty);
  const provided = await collect({ ...task, status }, status.values);
  const later = laterOf(status, provided, surroundings.input.isTerminal);
  const sealer = { certificate, now: surroundings.now, pepper: pepperOf(root) };
  const sealing = sealMissing(status, empty, provided, sealer, new Set(later.map(idOf)));
  const files = new Map([
    ...[...folder.files.keys()].map((secret) => [secret, undefined] as const),
    ...sealing.change.files,
  ]);
  const undo = writeKey(root, path, key);
  try {
    writeSealed(root, { ...sealing.change, files }, lock);
  } catch (error) {
    undo();
    throw error;
  }
  return report(path, certificate.fingerprint, sealing, later);
}

const isFirst = <T>(one: T, index: number, all: readonly T[]): boolean => all.indexOf(one) === index;

function refuseInUse({ files, certificate }: SealedFolder): void {
  const real = realValueIn(files);
  if (!real && (!certificate || certificate.placeholder)) return;
  const what = real ? `sealed/${real}.json holds real values` : `${certificateFile} is a real certificate`;
  throw new Error(
    `${what}: init is for the first boot alone. For what is missing: npm run secrets -- seal. For a new sealing key: npm run secrets -- reseal --key OLDKEY --new-key PATH`,
  );
}

/** Terraform's outputs come when it has run; a person at a terminal may leave a value out. */
function laterOf(
  { values }: SecretStatus,
  provided: Readonly<Record<string, string | undefined>>,
  asked: boolean,
): readonly ValueStatus[] {
  const absent = values.filter((one) => isProvided(one.recipe) && !provided[variableOf(one)]);
  return absent.filter(({ recipe }) => asked || recipe.from === 'terraform');
}

function report(path: string, fingerprint: string, { made, change }: Sealing, later: readonly ValueStatus[]): string {
  return [
    `private key   ${path}  (carry it to the safe; Git must never see it)`,
    `certificate   ${certificateFile}  ${fingerprint.slice(0, 16)}`,
    ...made.map((id) => `sealed  ${id}`),
    ...later.map((one) => `later   ${idOf(one)}: synth refuses until it is there (npm run secrets -- ${cureOf(one)})`),
    `${made.length} values sealed, ${later.length} left for later, ${change.files.size} files written`,
    '',
  ].join('\n');
}

const cureOf = (one: ValueStatus): string =>
  one.recipe.from === 'terraform' ? 'import-terraform FILE' : `set ${idOf(one)}`;
