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
import { inWords } from '../../synth/writing/disk.ts';
import type { Lock } from './lock.ts';

/**
 * What is to change in `sealed/`, while it is being changed. It appears whole, by one rename: before, `sealed/` is what it
 * was; from then on it is what the journal says, whatever the files beside it hold.
 */
export const journalFile = 'sealed/.journal.json';

/** Text by path; null deletes. */
export type Texts = Readonly<Record<string, string | null>>;

const format = 1;
const path = /^sealed\/(certificate\.pem|[a-z0-9-]+\/[a-z0-9][a-z0-9.-]*\.json)$/;

/** Reads the journal of a run that is not over, or was killed. @throws when it is none. */
export function readJournal(root: string): Texts | undefined {
  const text = readIfThere(join(root, journalFile));
  if (text === undefined) return undefined;
  let json: { format?: unknown; files?: Texts } | null;
  try {
    json = JSON.parse(text);
  } catch {
    json = null;
  }
  const files = json?.format === format ? Object.entries(json.files ?? {}) : [];
  if (files.length === 0 || !files.every(([name, to]) => path.test(name) && (to === null || typeof to === 'string'))) {
    throw new Error(
      `${journalFile}: is no journal of a run; restore sealed/ from Git: git checkout -- sealed && rm ${journalFile}`,
    );
  }
  return Object.fromEntries(files);
}

/**
 * Makes every change, or none. All new texts and the journal are on the disk before the journal's rename, after which
 * only renames and deletions are left: a full disk is met before it.
 *
 * @throws when the disk refuses, and `sealed/` is as it was.
 */
export function commit(root: string, texts: Texts, lock: Lock): void {
  const temporaries = Object.keys(texts).filter((name) => texts[name] !== null);
  const journal = temporary(root, journalFile);
  try {
    prepare(root, texts);
    writeDurably(journal, `${JSON.stringify({ format, files: texts })}\n`);
    lock.assertHeld();
    renameSync(journal, join(root, journalFile));
  } catch (error) {
    for (const name of [...temporaries, journalFile]) discard(temporary(root, name));
    throw inWords(error, 'sealed/: nothing was written');
  }
  syncFolder(join(root, 'sealed'));
  apply(root, texts);
}

/** Finishes what a killed run began, and sweeps what it left half written. Under the lock. */
export function recover(root: string): void {
  const texts = readJournal(root);
  for (const name of readdirSync(join(root, 'sealed'), { recursive: true, encoding: 'utf8' })) {
    if (name.endsWith('.new')) discard(join(root, 'sealed', name));
  }
  if (!texts) return;
  prepare(root, texts);
  apply(root, texts);
}

function prepare(root: string, texts: Texts): void {
  for (const [name, text] of Object.entries(texts)) if (text !== null) writeDurably(temporary(root, name), text);
}

function apply(root: string, texts: Texts): void {
  for (const [name, text] of Object.entries(texts)) {
    if (text === null) remove(root, name);
    else renameSync(temporary(root, name), join(root, name));
  }
  for (const folder of new Set(Object.keys(texts).map((name) => dirname(join(root, name))))) syncFolder(folder);
  rmSync(join(root, journalFile));
  syncFolder(join(root, 'sealed'));
}

const temporary = (root: string, name: string): string => `${join(root, name)}.${process.pid}.new`;

function writeDurably(to: string, text: string): void {
  mkdirSync(dirname(to), { recursive: true });
  const file = openSync(to, 'w');
  try {
    fchmodSync(file, 0o644);
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** A rename is on the disk when its folder is. Not every system lets a folder be opened. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32' || !existsSync(folder)) return;
  const file = openSync(folder, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function remove(root: string, name: string): void {
  rmSync(join(root, name), { force: true });
  const folder = dirname(join(root, name));
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}

function discard(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // What cannot be removed is no file of ours; the reader passes over it.
  }
}

export function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
