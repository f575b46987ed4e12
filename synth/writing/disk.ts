import { closeSync, fsyncSync, openSync, rmSync, writeFileSync } from 'node:fs';

/** What the disk refuses with, in words that say what to do. */
const refusals: Readonly<Record<string, string>> = {
  ENOSPC: 'no room left to write (ENOSPC): free some and run it again',
  EDQUOT: 'no room left to write (EDQUOT): free some and run it again',
  EFBIG: 'no room left to write (EFBIG): free some and run it again',
  EACCES: 'this user may not write there (EACCES): change its owner or its rights',
  EPERM: 'this user may not write there (EPERM): change its owner or its rights',
  EROFS: 'the disk is read-only (EROFS): write somewhere else with --out',
  ENOTDIR: 'a file stands where a folder should be (ENOTDIR): move it away',
  EISDIR: 'a folder stands where a file should be (EISDIR): move it away',
  ENOTEMPTY: 'a folder stands where a file should be (ENOTEMPTY): move it away',
  EEXIST: 'something else stands there (EEXIST): move it away, or wait until another run is done',
  ENAMETOOLONG: 'a name is too long for this disk (ENAMETOOLONG): shorten it',
};

/** A refusal of the disk in words that say what to do; any other error as it is. */
export function inWords(error: unknown, what: string): unknown {
  const { code, path } = error as NodeJS.ErrnoException;
  const words = refusals[code ?? ''];
  return words === undefined ? error : new Error(`${what}: ${path && path !== what ? `${path}: ` : ''}${words}`);
}

/** Writes a file that must not be there yet, onto the disk; where that fails, nothing of it stays. */
export function writeNew(path: string, content: string | Buffer, mode: number): void {
  const file = openSync(path, 'wx', mode);
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } catch (error) {
    rmSync(path, { force: true });
    throw inWords(error, path);
  } finally {
    closeSync(file);
  }
}
