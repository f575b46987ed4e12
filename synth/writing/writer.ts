import { createHash } from 'node:crypto';
import {
  existsSync,
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

export const indexFile = 'index.json';

/** What became of each file, by its path. */
export interface Written {
  /** Not there before. */
  readonly new: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  readonly removed: readonly string[];
}

interface Index {
  readonly files: Readonly<Record<string, string>>;
}

const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');

/**
 * Makes `directory` hold exactly `files`: writes what differs from the disk, removes what an earlier run wrote and this one
 * does not. What `index.json` never listed is left alone. Each file appears whole or not at all; the index comes last.
 *
 * @throws when a path leaves the directory, when the index is not ours to trust, or when the disk refuses.
 */
export function write(directory: string, files: Files): Written {
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [path] of sorted) refuseOutside(path);
  const owned = Object.keys(readIndex(directory).files);
  const index: Index = { files: Object.fromEntries(sorted.map(([path, text]) => [path, sha256(text)])) };
  const paths = sorted.map(([path]) => path);
  const added = paths.filter((path) => !existsSync(join(directory, path)));
  const unchanged = sorted.filter(([path, text]) => isSame(join(directory, path), text)).map(([path]) => path);
  const changed = paths.filter((path) => !added.includes(path) && !unchanged.includes(path));
  for (const path of [...added, ...changed]) writeWhole(join(directory, path), files.get(path) as string);
  const removed = owned.filter((path) => !files.has(path) && existsSync(join(directory, path)));
  for (const path of removed) remove(directory, path);
  const text = toJson(index);
  if (!isSame(join(directory, indexFile), text)) writeWhole(join(directory, indexFile), text);
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

function refuseOutside(path: string): void {
  if (posix.isAbsolute(path) || posix.normalize(path) !== path || path.startsWith('..') || path === indexFile) {
    throw new Error(`'${path}' is no path below dist/: a service's or namespace's name must be plain lower-case words`);
  }
}

function isSame(path: string, text: string): boolean {
  try {
    return readFileSync(path, 'utf8') === text;
  } catch {
    return false;
  }
}

function writeWhole(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.new`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw inWords(error, path);
  }
}

function remove(directory: string, path: string): void {
  rmSync(join(directory, path));
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    if (readdirSync(join(directory, folder)).length > 0) return;
    rmdirSync(join(directory, folder));
  }
}
