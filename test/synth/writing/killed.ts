import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { expect } from 'vitest';
import { temporary, tree } from '../command/command-line.ts';

export type Texts = Readonly<Record<string, string>>;

export const files = (entries: Texts) => new Map(Object.entries(entries));

let built: string | undefined;

function program(): string {
  if (built) return built;
  const outfile = join(temporary(), 'child.cjs');
  const entryPoints = [join(import.meta.dirname, 'child.ts')];
  buildSync({ entryPoints, outfile, bundle: true, platform: 'node', target: 'node20', format: 'cjs' });
  built = outfile;
  return outfile;
}

const preload = join(import.meta.dirname, '../../support/kill-at.cjs');

const wantedFiles = new Map<Texts, string>();

/** A file that says what shall be written: it may be more than a command line takes. */
function wantedFile(entries: Texts): string {
  const known = wantedFiles.get(entries) ?? join(temporary(), 'wanted.json');
  if (!wantedFiles.has(entries)) writeFileSync(known, JSON.stringify(entries));
  wantedFiles.set(entries, known);
  return known;
}

const wordsOf = (directory: string, entries: Texts | undefined): string[] => [
  program(),
  directory,
  ...(entries ? [wantedFile(entries)] : []),
];

/** Writes `entries` there, or finishes what was begun, and is killed before the nth change of the disk; says whether it was. */
export function killedAt(killAt: number, directory: string, entries?: Texts): boolean {
  const { signal, status, stderr } = spawnSync(
    process.execPath,
    ['--require', preload, ...wordsOf(directory, entries)],
    { env: { ...process.env, KILL_AT: String(killAt) }, encoding: 'utf8' },
  );
  if (signal === null && status !== 0) throw new Error(stderr);
  return signal === 'SIGKILL';
}

interface Ended {
  readonly killed: boolean;
  /** For how long it held the lock, as far as one could see. */
  readonly milliseconds: number;
}

/** Writes `entries` there and is killed so many milliseconds after it has taken the lock. */
export function killedAfter(milliseconds: number, directory: string, entries: Texts): Promise<Ended> {
  const child = spawn(process.execPath, wordsOf(directory, entries), { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text) => (said += text));
  let [begun, ended] = [0, 0];
  const watch = setInterval(() => {
    const held = existsSync(join(directory, '.lock'));
    if (held && begun === 0) {
      begun = performance.now();
      setTimeout(() => child.kill('SIGKILL'), milliseconds).unref();
    }
    if (!held && begun > 0 && ended === 0) ended = performance.now();
  }, 1);
  return new Promise((resolve, reject) => {
    child.on('exit', (code, signal) => {
      clearInterval(watch);
      if (signal === null && code !== 0) reject(new Error(said));
      else resolve({ killed: signal === 'SIGKILL', milliseconds: (ended || performance.now()) - begun });
    });
  });
}

/** What lies there but for the index and what a run keeps for itself. */
export function held(directory: string): Texts {
  const own = /^(index\.json$|\.(lock|journal\.json|next|back|new))/;
  return Object.fromEntries(Object.entries(tree(directory)).filter(([path]) => !own.test(path)));
}

/** An index that is there lists every file of ours with its sum, and nothing else. @param foreign what is not ours */
export function expectTrueIndex(directory: string, foreign: readonly string[]): void {
  const text = tree(directory)['index.json'];
  if (text === undefined) return;
  const ours = Object.entries(held(directory)).filter(([path]) => !foreign.includes(path));
  const sums = ours.map(([path, content]) => [path, { sha256: createHash('sha256').update(content).digest('hex') }]);
  expect(JSON.parse(text).files).toEqual(Object.fromEntries(sums));
}
