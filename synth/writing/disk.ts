import { closeSync, fsyncSync, openSync, rmSync, writeFileSync } from 'node:fs';

/** A full disk, a used-up quota, a limit on the size of files. */
const noRoom: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/** A refusal of the disk in words that say what to do; any other error as it is. */
export function inWords(error: unknown, what: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  return noRoom.includes(code)
    ? new Error(`${what}: no room left to write (${code}): free some and run it again`)
    : error;
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
