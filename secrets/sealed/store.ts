import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SealedStore } from '../../constructs/facts/sealed-store.ts';
import { type Certificate, readCertificate } from '../crypto/certificate.ts';
import { commit, journalFile, readIfThere, readJournal } from './journal.ts';
import { type Lock, lockFile } from './lock.ts';
import { parseSealedFile, printSealedFile, type SealedFile, type Sums } from './sealed-file.ts';

export const certificateFile = 'sealed/certificate.pem';

/** What `sealed/` holds. */
export interface SealedFolder {
  /** Ciphertext by home: what constructs take. */
  readonly store: SealedStore;
  /** The same, with all that is known of each value, by the secret's own `namespace/name`. */
  readonly files: ReadonlyMap<string, SealedFile>;
  /** What new values are sealed under; undefined before there is one. */
  readonly certificate: Certificate | undefined;
}

/**
 * Reads `sealed/` below the repository's root. A folder that is not there is an empty store. What a killed run had decided
 * on and not finished counts as done: the next run that writes finishes it.
 *
 * @throws naming the file, and what to do, when one is cut off, changed, malformed or foreign: `sealed/` holds nothing but
 * ciphertext.
 */
export function readSealedStore(root: string, sums: Sums = 'required'): SealedFolder {
  const texts = settledTexts(root);
  const files = new Map<string, SealedFile>();
  for (const [path, text] of texts) {
    if (path === certificateFile) continue;
    const secret = secretAt(path);
    files.set(secret, parseSealedFile(text, secret, path, sums));
  }
  const pem = texts.get(certificateFile);
  return {
    store: byHome(files),
    files,
    certificate: pem === undefined ? undefined : readCertificate(pem, certificateFile),
  };
}

/** Another run may be writing: what was read twice in a row is one state, and not half of one. */
function settledTexts(root: string): ReadonlyMap<string, string> {
  let before = textsOf(root);
  for (let tries = 0; tries < 50; tries++) {
    const now = textsOf(root);
    if (now.size === before.size && [...now].every(([path, text]) => before.get(path) === text)) return now;
    before = now;
  }
  throw new Error('sealed/: changes while it is read: wait until the other run is done');
}

function textsOf(root: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const path of listFiles(root, 'sealed').filter((path) => !isPassedOver(path))) {
    if (path !== certificateFile) secretAt(path);
    const text = readIfThere(join(root, path));
    if (text !== undefined) texts.set(path, text);
  }
  // After the files: a run that began while they were read has left its journal, or has changed them.
  for (const [path, text] of Object.entries(readJournal(root) ?? {})) {
    if (text === null) texts.delete(path);
    else texts.set(path, text);
  }
  return new Map([...texts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const isPassedOver = (path: string): boolean =>
  path === 'sealed/README.md' || path === lockFile || path === journalFile || path.endsWith('.new');

/** Every file below a folder, as slash paths relative to the root. A link counts as what does not belong here. */
function listFiles(root: string, folder: string): string[] {
  return entriesOf(join(root, folder)).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return listFiles(root, path);
    return entry.isFile() ? [path] : [`${path} (no file)`];
  });
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function secretAt(path: string): string {
  const match = /^sealed\/([a-z0-9-]+\/[a-z0-9][a-z0-9.-]*)\.json$/.exec(path);
  if (match?.[1]) return match[1];
  throw new Error(
    `${path.replace(' (no file)', '')}: does not belong here. sealed/ holds certificate.pem, README.md and <namespace>/<name>.json alone: move it away`,
  );
}

function byHome(files: ReadonlyMap<string, SealedFile>): SealedStore {
  const store: Record<string, { encryptedData: Record<string, string>; made: Record<string, string> }> = {};
  for (const [secret, { keys }] of files) {
    for (const [key, { sealed, made, placeholder }] of Object.entries(keys)) {
      for (const [home, ciphertext] of Object.entries(sealed)) {
        store[home] ??= { encryptedData: {}, made: {} };
        const data = store[home].encryptedData;
        if (key in data)
          throw new Error(`sealed/${secret}.json: key '${key}' for '${home}' is in another file too: delete one`);
        data[key] = ciphertext;
        if (!placeholder) store[home].made[key] = made;
      }
    }
  }
  return store;
}

/** What is to change in `sealed/`; a secret that maps to undefined is deleted. */
export interface SealedChange {
  readonly certificatePem?: string;
  readonly files: ReadonlyMap<string, SealedFile | undefined>;
}

/**
 * Writes what differs from the disk, all of it or nothing, and returns the paths that changed.
 *
 * @param lock held since before `sealed/` was read
 * @throws when the disk refuses.
 */
export function writeSealed(root: string, change: SealedChange, lock: Lock): string[] {
  const wanted = Object.entries(textsOfChange(change));
  const changed = wanted.filter(([path, text]) => (readIfThere(join(root, path)) ?? null) !== text);
  if (changed.length > 0) commit(root, Object.fromEntries(changed), lock);
  return changed.map(([path]) => path);
}

function textsOfChange({ certificatePem, files }: SealedChange): Record<string, string | null> {
  const texts: Record<string, string | null> = {};
  if (certificatePem !== undefined) texts[certificateFile] = certificatePem;
  for (const [secret, file] of files) texts[`sealed/${secret}.json`] = file ? printSealedFile(secret, file) : null;
  return texts;
}
