import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, posix } from 'node:path';
import type { Files } from '../model/files.ts';
import { toJson } from '../model/files.ts';
import { inWords } from './disk.ts';
import { takeLock } from './lock.ts';

export const indexFile = 'index.json';

/** What a run is about to lay down, for as long as the index does not say it. A run that is killed leaves it behind. */
const begunFile = '.begun.json';

/** Where a text is whole before it gets its name. */
const draftFile = '.new';

/** What became of each file, by its path. */
export interface Written {
  /** Not there before. */
  readonly new: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  readonly removed: readonly string[];
}

/** Each file on lines of its own, so that two branches which change two files merge. */
interface Index {
  readonly files: Readonly<Record<string, { readonly sha256: string }>>;
}

/** What somebody applies without asking who wrote it: Flux, Argo CD, K3s, the pipeline, Ansible. */
const applied = ['bootstrap', 'kubernetes', 'flux', 'argocd', 'terraform', 'hosts'];

const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');

/**
 * Makes `directory` hold exactly `files`: writes what differs from the disk, removes what an earlier run wrote and this one
 * does not. What no run ever wrote is left alone. Each file appears whole or not at all; the index comes last. What a run laid
 * down that was killed before it belongs to the next one.
 *
 * @throws when a path leaves the directory or goes through a link, when the index is not ours to trust, when a file that synth did
 * not write lies where it would be applied, when another run writes, or when the disk refuses.
 */
export function write(directory: string, files: Files): Written {
  try {
    mkdirSync(directory, { recursive: true });
    return alone(directory, () => writeAll(directory, files));
  } catch (error) {
    throw inWords(error, directory);
  }
}

function writeAll(directory: string, files: Files): Written {
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [path] of sorted) refuseOutside(path);
  const begun = readBegun(directory);
  const owned = [...new Set([...Object.keys(readIndex(directory).files), ...begun])];
  for (const path of [...files.keys(), ...owned]) refuseLinks(directory, path);
  refuseStrangers(directory, files, owned);
  const index: Index = { files: Object.fromEntries(sorted.map(([path, text]) => [path, { sha256: sha256(text) }])) };
  const paths = sorted.map(([path]) => path);
  const added = paths.filter((path) => !existsSync(join(directory, path)));
  const unchanged = sorted.filter(([path, text]) => isSame(join(directory, path), text)).map(([path]) => path);
  const changed = paths.filter((path) => !added.includes(path) && !unchanged.includes(path));
  if (added.length > 0) writeWhole(directory, begunFile, toJson([...new Set([...begun, ...added])].sort()));
  for (const path of [...added, ...changed]) writeWhole(directory, path, files.get(path) as string);
  const removed = owned.filter((path) => !files.has(path) && existsSync(join(directory, path)));
  for (const path of removed) remove(directory, path);
  const text = toJson(index);
  if (!isSame(join(directory, indexFile), text)) writeWhole(directory, indexFile, text);
  sweep(directory);
  return { new: added, changed, unchanged, removed };
}

function readIndex(directory: string): Index {
  const path = join(directory, indexFile);
  if (!existsSync(path)) return { files: {} };
  const problem = `${path}: is not the index that synth wrote; restore it from Git (git checkout -- ${path}), or delete it and then remove stale files by hand`;
  let index: Index;
  try {
    index = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw new Error(problem);
  }
  if (typeof index?.files !== 'object' || index.files === null) throw new Error(problem);
  for (const owned of Object.keys(index.files)) refuseOutside(owned);
  return index;
}

function readBegun(directory: string): readonly string[] {
  const path = join(directory, begunFile);
  if (!existsSync(path)) return [];
  const paths = listIn(readFileSync(path, 'utf8'));
  if (!paths) throw new Error(`${path}: is not what a run of synth left there; delete it`);
  for (const begun of paths) refuseOutside(begun);
  return paths;
}

function listIn(text: string): readonly string[] | undefined {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every((path) => typeof path === 'string') ? list : undefined;
  } catch {
    return undefined;
  }
}

/** Takes away what told of this run, and what a killed one left half written. */
function sweep(directory: string): void {
  const left = readdirSync(directory).filter((name) => name === begunFile || /^\.(lock\.\d+\.)?new$/.test(name));
  for (const name of left) rmSync(join(directory, name), { force: true });
}

function refuseOutside(path: string): void {
  if (posix.isAbsolute(path) || posix.normalize(path) !== path || path.startsWith('..') || path === indexFile) {
    throw new Error(`'${path}' is no path below dist/: a service's or namespace's name must be plain lower-case words`);
  }
}

/** Through a link a file outside would be written or deleted. */
function refuseLinks(directory: string, path: string): void {
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    const at = join(directory, folder);
    if (lstatSync(at, { throwIfNoEntry: false })?.isSymbolicLink())
      throw new Error(`${at}: is a link, and synth writes and deletes below it: put a real folder there`);
  }
}

/** A file laid there by hand: it would be applied, and nobody would know why. */
function refuseStrangers(directory: string, files: Files, owned: readonly string[]): void {
  const known = new Set([...files.keys(), ...owned]);
  const strangers = applied.flatMap((top) => filesBelow(directory, top)).filter((path) => !known.has(path));
  if (strangers.length === 0) return;
  throw new Error(
    `${directory}: synth did not write what lies there and would be applied: ${strangers.join(', ')}; move it away, or delete it`,
  );
}

function filesBelow(directory: string, folder: string): readonly string[] {
  if (!lstatSync(join(directory, folder), { throwIfNoEntry: false })?.isDirectory()) return [];
  const entries = readdirSync(join(directory, folder), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(directory, path) : [path];
  });
}

/** Holds a folder for this process: two runs at once would leave a tree that is half of each. */
function alone<Result>(directory: string, run: () => Result): Result {
  const path = join(directory, '.lock');
  const lock = takeLock({ path, called: path, guards: directory });
  try {
    return run();
  } finally {
    lock.release();
  }
}

function isSame(path: string, text: string): boolean {
  try {
    return readFileSync(path, 'utf8') === text;
  } catch {
    return false;
  }
}

function writeWhole(directory: string, path: string, text: string): void {
  const at = join(directory, path);
  const draft = join(directory, draftFile);
  mkdirSync(dirname(at), { recursive: true });
  try {
    writeFileSync(draft, text);
    renameSync(draft, at);
  } catch (error) {
    rmSync(draft, { force: true });
    throw inWords(error, at);
  }
}

function remove(directory: string, path: string): void {
  rmSync(join(directory, path));
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    if (readdirSync(join(directory, folder)).length > 0) return;
    rmdirSync(join(directory, folder));
  }
}
