import { execFileSync } from 'node:child_process';
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LeakException, leakExceptions } from './leak-exceptions.ts';
import { leakByName, leaksInBytes, leaksInWhole } from './leaking-files.ts';
import { leaksInLine } from './leaking-lines.ts';

/** Something that looks like a credential. What it is, never its text. */
export interface Leak {
  readonly path: string;
  readonly line: number;
  readonly what: string;
}

/**
 * `npm run secrets -- leaks`: what looks like a credential in everything that Git tracks, as it lies in the work tree.
 *
 * @returns that nothing was found
 * @throws with every finding, and with exceptions that except nothing any more.
 */
export function leaks(root: string, exceptions: readonly LeakException[] = leakExceptions): string {
  const paths = trackedFiles(root);
  const found = paths.flatMap((path) => leaksInFile(path, bytesAt(join(root, path))));
  const left = found.filter((leak) => !exceptions.some((exception) => isExcepted(leak, exception)));
  const idle = exceptions.filter((exception) => !found.some((leak) => isExcepted(leak, exception)));
  if (left.length === 0 && idle.length === 0) {
    return `nothing that looks like a credential in ${paths.length} files; ${found.length} places are excepted with a reason\n`;
  }
  const lines = [
    ...left.map(({ path, line, what }) => `  ${path}:${line}: ${what} (not repeated here)`),
    ...idle.map(
      ({ path, what }) =>
        `  secrets/commands/leak-exceptions.ts: nothing is excepted any more by '${path}', ${what}: remove it`,
    ),
  ];
  throw new Error(
    `${left.length} places look like a credential in the clear:\n${lines.join('\n')}\nTake it out, and if it was ever committed replace it where it is valid. If it is none, say why in secrets/commands/leak-exceptions.ts`,
  );
}

const isExcepted = ({ path, what }: Leak, exception: LeakException): boolean =>
  what.startsWith(exception.what) &&
  (exception.path.endsWith('/') ? path.startsWith(exception.path) : path === exception.path);

/** Tracked, and what would be tracked by `git add`: a file is best found before it is committed. */
function trackedFiles(root: string): string[] {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  let output: string;
  try {
    output = execFileSync('git', args, {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 2 ** 26,
    });
  } catch {
    throw new Error('leaks asks Git what it tracks: this is no repository, or git is not installed');
  }
  return [...new Set(output.split('\0').filter(Boolean))].sort();
}

/** None for what is deleted, and for a link. */
function bytesAt(path: string): Buffer {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path) : Buffer.alloc(0);
}

/** What a file's name, its bytes and its text say. An empty file holds nothing, whatever it is called. */
export function leaksInFile(path: string, bytes: Buffer): readonly Leak[] {
  if (bytes.length === 0) return [];
  const isText = !bytes.subarray(0, 8000).includes(0);
  const whole = [leakByName(path) ?? [], isText ? [] : leaksInBytes(bytes)].flat();
  return [...new Set(whole)]
    .map((what) => ({ path, line: 1, what }))
    .concat(isText ? leaksIn(path, bytes.toString('utf8')) : []);
}

/** What looks like a credential in one text, line by line, and as a whole where it is no program. */
export function leaksIn(path: string, text: string): readonly Leak[] {
  const lines = text
    .split('\n')
    .flatMap((content, index) => leaksInLine(content, isCode(path)).map((what) => ({ path, line: index + 1, what })));
  return isCode(path) ? lines : [...leaksInWhole(text).map((leak) => ({ path, ...leak })), ...lines];
}

/** What is no configuration: there a text in quotes is a value, and a bare one a name. */
const isCode = (path: string): boolean => /\.(?:[cm]?[jt]sx?|py|go|md)$/.test(path);
