import {
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { SealedStore } from '../../constructs/sealed-store.ts';
import { type Certificate, readCertificate } from './certificate.ts';
import { parseSealedFile, printSealedFile, type SealedFile } from './sealed-file.ts';

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
 * Reads `sealed/` below the repository's root. A folder that is not there is an empty store.
 *
 * @throws naming the file, and what to do, when one is cut off, malformed or foreign: `sealed/` holds nothing but ciphertext.
 */
export function readSealedStore(root: string): SealedFolder {
  const paths = listFiles(root, 'sealed').filter((path) => path !== 'sealed/README.md' && !path.endsWith('.new'));
  const files = new Map<string, SealedFile>();
  for (const path of paths) {
    if (path === certificateFile) continue;
    const secret = secretAt(path);
    files.set(secret, parseSealedFile(readFileSync(join(root, path), 'utf8'), secret, path));
  }
  const certificate = paths.includes(certificateFile)
    ? readCertificate(readFileSync(join(root, certificateFile), 'utf8'), certificateFile)
    : undefined;
  return { store: byHome(files), files, certificate };
}

/** Every file below a folder, as sorted slash paths relative to the root. */
function listFiles(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  const paths = entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? listFiles(root, path) : [path];
  });
  return paths.sort();
}

function secretAt(path: string): string {
  const match = /^sealed\/([a-z0-9-]+\/[a-z0-9][a-z0-9.-]*)\.json$/.exec(path);
  if (match?.[1]) return match[1];
  throw new Error(
    `${path}: does not belong here. sealed/ holds certificate.pem, README.md and <namespace>/<name>.json alone: move it away`,
  );
}

function byHome(files: ReadonlyMap<string, SealedFile>): SealedStore {
  const store: Record<string, { encryptedData: Record<string, string> }> = {};
  for (const [secret, { keys }] of files) {
    for (const [key, { sealed }] of Object.entries(keys)) {
      for (const [home, ciphertext] of Object.entries(sealed)) {
        store[home] ??= { encryptedData: {} };
        const data = store[home].encryptedData;
        if (key in data)
          throw new Error(`sealed/${secret}.json: key '${key}' for '${home}' is in another file too: delete one`);
        data[key] = ciphertext;
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
 * Writes what differs from the disk, and returns the paths that changed. Every new text is on the disk, whole, before the
 * first one takes its place: a full disk leaves the store as it was. The certificate goes first, since values can be sealed
 * under a certificate that is there, while nothing can be done with values whose certificate is not.
 *
 * @throws when the disk refuses.
 */
export function writeSealed(root: string, change: SealedChange): string[] {
  const changed = [...textsOf(change)].filter(([path, text]) => readIfThere(join(root, path)) !== text);
  const written = changed.flatMap(([path, text]) => (text === undefined ? [] : [[path, text] as const]));
  const temporary = (path: string): string => `${join(root, path)}.${process.pid}.new`;
  try {
    for (const [path, text] of written) writeDurably(temporary(path), text);
    for (const [path] of written) renameSync(temporary(path), join(root, path));
  } finally {
    for (const [path] of written) rmSync(temporary(path), { force: true });
  }
  for (const [path, text] of changed) if (text === undefined) remove(root, path);
  return changed.map(([path]) => path);
}

function textsOf({ certificatePem, files }: SealedChange): ReadonlyMap<string, string | undefined> {
  const texts = new Map<string, string | undefined>();
  if (certificatePem !== undefined) texts.set(certificateFile, certificatePem);
  for (const [secret, file] of files) texts.set(`sealed/${secret}.json`, file && printSealedFile(secret, file));
  return texts;
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function writeDurably(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, 'w');
  try {
    fchmodSync(file, 0o644);
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function remove(root: string, path: string): void {
  rmSync(join(root, path));
  const folder = dirname(join(root, path));
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}
