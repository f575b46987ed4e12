import { existsSync, lstatSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/** Whether a path, which is there, lies in the repository once every link is followed. */
function isInside(root: string, path: string): boolean {
  const inner = relative(realpathSync(root), realpathSync(path));
  return inner !== '..' && !inner.startsWith(`..${sep}`) && !isAbsolute(inner);
}

/** Reads what a person keeps outside the repository. @throws when it is not there, or lies in the repository. */
export function readOutside(root: string, file: string): string {
  return readBytesOutside(root, file).toString('utf8');
}

/** The same, byte by byte. */
export function readBytesOutside(root: string, file: string): Buffer {
  if (!existsSync(file)) throw new Error(`${file}: is not there`);
  if (isInside(root, file)) {
    throw new Error(
      `${file}: lies in the repository, where it may be committed: move it out, and delete it when it is sealed`,
    );
  }
  return readFileSync(file);
}

/**
 * Where something new may be put: outside the repository, also once every link of its folder is followed.
 *
 * @throws when it would lie in the repository, its folder is not there, or something stands there already.
 */
export function newPathOutside(root: string, file: string): string {
  const folder = dirname(resolve(file));
  if (!existsSync(folder)) throw new Error(`${file}: the folder ${folder} is not there: make it first`);
  if (isInside(root, folder)) {
    throw new Error(
      `${file}: lies in the repository, where it may be committed: give a path outside, on a disk of the safe`,
    );
  }
  const path = join(realpathSync(folder), basename(file));
  if (lstatSync(path, { throwIfNoEntry: false })) {
    throw new Error(`${file}: is there already, and is never overwritten: give another path, or move it away`);
  }
  return path;
}
