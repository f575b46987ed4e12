import { createHmac, randomBytes } from 'node:crypto';
import { mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writeNew } from '../../synth/writing/disk.ts';
import { readIfThere } from './journal.ts';

/**
 * The key of the marks that tell the same value from a new one: 32 random bytes in the repository's own `.git` folder, which
 * Git neither commits, pushes nor cleans. Made on first use. Why there: `docs/decisions/0015-marks-and-their-pepper.md`.
 *
 * @returns undefined where there is no Git: values are then sealed anew each time that they are set.
 */
export function pepperOf(root: string): Buffer | undefined {
  const folder = gitFolder(root);
  if (!folder) return undefined;
  const path = join(folder, 'uyoop', 'pepper');
  const known = readIfThere(path);
  if (known !== undefined) return parse(known, path);
  const pepper = randomBytes(32);
  mkdirSync(join(folder, 'uyoop'), { recursive: true, mode: 0o700 });
  writeNew(path, `${pepper.toString('hex')}\n`, 0o600);
  return pepper;
}

function parse(text: string, path: string): Buffer {
  if (/^[0-9a-f]{64}\n?$/.test(text)) return Buffer.from(text.trim(), 'hex');
  throw new Error(`${path}: is no pepper: delete it; the next 'set' of each value then seals it anew`);
}

/** The folder that all work trees of a repository share. */
function gitFolder(root: string): string | undefined {
  const git = join(root, '.git');
  const kind = statSync(git, { throwIfNoEntry: false });
  if (!kind) return undefined;
  if (kind.isDirectory()) return git;
  const target = /^gitdir: (.+)$/m.exec(readIfThere(git) ?? '')?.[1];
  if (!target) return undefined;
  const own = resolve(root, target);
  return resolve(own, readIfThere(join(own, 'commondir'))?.trim() ?? '.');
}

/** The mark of one version of a value: nothing can be told from it, nor from two of them, without the pepper. */
export function markOf(pepper: Buffer, id: string, version: string, value: string): string {
  return createHmac('sha256', pepper)
    .update(JSON.stringify([id, version, value]))
    .digest('hex')
    .slice(0, 32);
}
