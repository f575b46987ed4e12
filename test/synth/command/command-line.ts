import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { limitedTo } from '../../support/no-room.ts';

export const repository = resolve(import.meta.dirname, '../../..');

interface Surroundings {
  readonly root?: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** No file may grow beyond so many blocks: writing fails as on a disk with no room left. */
  readonly blocks?: number;
}

/** Runs the real command line of a repository, as `npm run` does. */
export function run(args: readonly string[], { root = repository, cwd = root, env = {}, blocks }: Surroundings = {}) {
  const [program = '', ...words] = [...limitedTo(blocks), process.execPath, join(root, 'synth/run.mjs'), ...args];
  const { status, stdout, stderr } = spawnSync(program, words, {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

export function temporary(): string {
  return mkdtempSync(join(tmpdir(), 'uyoop-'));
}

/**
 * The repository's tracked files in another folder, with the installed packages. The folder is called like a room of ours, as
 * a checkout may be: no path in the program may take it for the room.
 */
export function scratchCopy(): string {
  const copy = join(temporary(), 'imports');
  mkdirSync(copy);
  const tracked = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: repository,
    encoding: 'utf8',
  });
  const tops = new Set(
    tracked
      .split('\0')
      .filter(Boolean)
      .map((file) => file.split('/')[0] as string),
  );
  for (const top of tops)
    cpSync(join(repository, top), join(copy, top), {
      recursive: true,
      filter: (from) => !from.includes('node_modules'),
    });
  symlinkSync(join(repository, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

/** Every file below a folder, text by path. */
export function tree(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]));
}
