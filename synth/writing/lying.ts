import { accessSync, constants, type Dirent, lstatSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What somebody applies without asking who wrote it: Flux, Argo CD, K3s, the pipeline, Ansible. */
const applied = ['bootstrap', 'kubernetes', 'flux', 'argocd', 'terraform', 'hosts'];

/** What lies in a folder, by path. A folder where nothing of ours can be is named, and not looked into. */
export interface Lying {
  /** Everything that is no folder. */
  readonly entries: ReadonlyMap<string, Dirent>;
  readonly folders: ReadonlySet<string>;
}

/** @param paths what is ours or shall be */
export function lyingIn(directory: string, paths: Iterable<string>): Lying {
  const tops = new Set([...applied, ...[...paths].map((path) => path.split('/')[0] as string)]);
  const entries = new Map<string, Dirent>();
  const folders = new Set<string>();
  const look = (folder: string) => {
    for (const entry of readdirSync(join(directory, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (!entry.isDirectory()) entries.set(path, entry);
      else folders.add(path);
      if (entry.isDirectory() && (folder !== '' || tops.has(path))) look(path);
    }
  };
  look('');
  return { entries, folders };
}

/**
 * Refuses to write where something stands in the way, before anything is written.
 *
 * @param paths what is ours or shall be
 * @param leaving what is about to be removed, and then stands in nobody's way
 * @throws naming what is no plain file where synth writes one, or no folder above it
 */
export function refuseObstacles(
  directory: string,
  paths: Iterable<string>,
  { entries, folders }: Lying,
  leaving: ReadonlySet<string>,
): void {
  const checked = new Set<string>();
  for (const path of paths) {
    const entry = entries.get(path);
    if (entry && !entry.isFile()) refuseNoFile(join(directory, path), entry);
    if (folders.has(path) && !isLeaving(path, entries, leaving))
      throw new Error(`${join(directory, path)}: a folder stands where a file should be: move it away`);
    for (let above = dirname(path); above !== '.' && !checked.has(above); above = dirname(above)) {
      checked.add(above);
      const entry = entries.get(above);
      if (entry && !leaving.has(above)) refuseNoFolder(join(directory, above), entry);
    }
  }
}

/** Whether a folder goes with the files in it; an empty one is somebody's own. */
function isLeaving(folder: string, entries: Lying['entries'], leaving: ReadonlySet<string>): boolean {
  const below = [...entries.keys()].filter((path) => path.startsWith(`${folder}/`));
  return below.length > 0 && below.every((path) => leaving.has(path));
}

type Kind = Pick<Dirent, 'isSymbolicLink'>;

function refuseNoFile(at: string, kind: Kind): never {
  const what = kind.isSymbolicLink() ? 'is a link' : 'is no plain file';
  throw new Error(`${at}: ${what}, and synth writes a file there: move it away`);
}

/** Through a link a file outside would be written or deleted. */
function refuseNoFolder(at: string, kind: Kind): never {
  if (kind.isSymbolicLink())
    throw new Error(`${at}: is a link, and synth writes and deletes below it: put a real folder there`);
  throw new Error(`${at}: a file stands where a folder should be: move it away`);
}

/** The same of one path, by asking the disk. @throws when it is there and no plain file, or lies below a link */
export function refuseDetour(directory: string, path: string): void {
  const kind = lstatSync(join(directory, path), { throwIfNoEntry: false });
  if (kind && !kind.isFile()) refuseNoFile(join(directory, path), kind);
  for (let above = dirname(path); above !== '.'; above = dirname(above)) {
    const kind = lstatSync(join(directory, above), { throwIfNoEntry: false });
    if (kind && !kind.isDirectory()) refuseNoFolder(join(directory, above), kind);
  }
}

/** @throws EACCES naming a folder where this user may neither make nor take away a file */
export function refuseForbidden(directory: string, paths: Iterable<string>): void {
  const folders = new Set([...paths].map((path) => nearestFolder(directory, dirname(path))));
  for (const folder of folders) accessSync(folder, constants.W_OK | constants.X_OK);
}

/** The folder, or what is there above it. */
function nearestFolder(directory: string, folder: string): string {
  const at = join(directory, folder);
  return lstatSync(at, { throwIfNoEntry: false })?.isDirectory() ? at : nearestFolder(directory, dirname(folder));
}

/** What lies there and is not ours. @throws where it would be applied, and nobody would know why */
export function strangersIn(
  directory: string,
  { entries, folders }: Lying,
  known: ReadonlySet<string>,
): readonly string[] {
  const strangers = [...entries.keys()].filter((path) => !path.startsWith('.') && !known.has(path)).sort();
  const harmful = strangers.filter((path) => applied.includes(path.split('/')[0] as string));
  if (harmful.length > 0) {
    throw new Error(
      `${directory}: synth did not write what lies there and would be applied: ${someOf(harmful)}; move it away, or delete it`,
    );
  }
  const unseen = [...folders].filter(
    (path) => !path.includes('/') && !path.startsWith('.') && !isLookedInto(path, known),
  );
  return [...strangers, ...unseen.map((folder) => `${folder}/`)].sort();
}

const isLookedInto = (top: string, known: ReadonlySet<string>): boolean =>
  applied.includes(top) || [...known].some((path) => path.startsWith(`${top}/`));

/** The first ten of many, and how many more. */
export const someOf = (paths: readonly string[]): string =>
  paths.slice(0, 10).join(', ') + (paths.length > 10 ? ` and ${paths.length - 10} more` : '');
