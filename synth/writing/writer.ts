import { lstatSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Files } from '../model/files.ts';
import { inWords } from './disk.ts';
import { indexText, readIfThere, readIndex } from './index-file.ts';
import { takeLock } from './lock.ts';
import { lyingIn, refuseDetour, refuseForbidden, refuseObstacles, someOf, strangersIn } from './lying.ts';
import { indexFile, refuseCollisions, refuseOutside } from './paths.ts';
import { finish, isUnfinished, sumOf, swap, sweep } from './swap.ts';

/** What became of each file, by its path. */
export interface Written {
  /** Not there before. */
  readonly new: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  readonly removed: readonly string[];
  /** Those changed or removed that were not as synth had left them. */
  readonly edited: readonly string[];
  /** Lies there, is not ours, and stays. */
  readonly foreign: readonly string[];
}

/**
 * Makes `directory` hold exactly `files`: writes what differs from the disk, removes what an earlier run wrote and this one
 * does not. What no run ever wrote is left alone. It is all done, or nothing is, whenever the process ends.
 *
 * @throws when a path is none that every disk can hold, when something stands in the way, when the index is not ours to trust, when
 * a file that synth did not write lies where it would be applied, when another run writes, or when the disk refuses.
 */
export function write(directory: string, files: Files): Written {
  for (const path of files.keys()) refuseOutside(path);
  refuseCollisions([...files.keys()]);
  return alone(directory, () => writeAll(directory, files));
}

/** Finishes what a killed run decided on, if one was: also a run that then writes nothing leaves a whole folder. @throws as `write` */
export function settle(directory: string): void {
  if (isUnfinished(directory)) alone(directory, () => finish(directory));
}

function writeAll(directory: string, files: Files): Written {
  const left = finish(directory);
  refuseDetour(directory, indexFile);
  const listed = readIndex(directory);
  const owned = new Set([...listed.keys(), ...left]);
  const known = new Set([...files.keys(), ...owned, indexFile]);
  const lying = lyingIn(directory, known);
  const removed = [...owned].filter((path) => lying.entries.has(path) && !files.has(path)).sort();
  refuseObstacles(directory, known, lying, new Set(removed));
  const foreign = strangersIn(directory, lying, known);
  const plan = planOf(directory, files, new Set(lying.entries.keys()), removed);
  const edited = [...plan.old].filter(([path, content]) => listed.get(path)?.has(sumOf(content)) === false);
  refuseUnowned(directory, plan, owned);
  carry(directory, plan);
  sweep(directory);
  const { added, changed, unchanged } = plan;
  return { new: added, changed, unchanged, removed, edited: edited.map(([path]) => path).sort(), foreign };
}

interface Plan {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  readonly removed: readonly string[];
  /** What shall stand in those added and changed. */
  readonly texts: ReadonlyMap<string, Buffer>;
  /** What stands in those changed and removed. */
  readonly old: ReadonlyMap<string, Buffer>;
  readonly index: string;
}

function planOf(directory: string, files: Files, lying: ReadonlySet<string>, removed: readonly string[]): Plan {
  const texts = new Map<string, Buffer>();
  const old = new Map(removed.map((path) => [path, readFileSync(join(directory, path))]));
  const sums: Record<string, string> = {};
  for (const path of [...files.keys()].sort()) {
    const text = Buffer.from(files.get(path) as string);
    sums[path] = sumOf(text);
    const now = lying.has(path) ? readFileSync(join(directory, path)) : undefined;
    if (now?.equals(text) && !isProgram(join(directory, path))) continue;
    texts.set(path, text);
    if (now) old.set(path, now);
  }
  const unchanged = Object.keys(sums).filter((path) => !texts.has(path));
  const added = [...texts.keys()].filter((path) => !old.has(path));
  const changed = [...texts.keys()].filter((path) => old.has(path));
  return { added, changed, unchanged, removed, texts, old, index: indexText(sums) };
}

/** The one right that Git keeps of a file, and none of ours has. */
const isProgram = (path: string): boolean => (lstatSync(path).mode & 0o111) !== 0;

/** @throws where somebody's own file lies at a place that is to be ours */
function refuseUnowned(directory: string, { changed }: Plan, owned: ReadonlySet<string>): void {
  const unowned = changed.filter((path) => !owned.has(path));
  if (unowned.length === 0) return;
  throw new Error(
    `${directory}: synth writes where something else lies that ${indexFile} does not list: ${someOf(unowned)}; move it away, or restore ${indexFile} from Git if it was lost`,
  );
}

function carry(directory: string, { added, texts, old, removed, index }: Plan): void {
  const now = readIfThere(join(directory, indexFile))?.toString('utf8') ?? null;
  if (texts.size + removed.length === 0 && now === index) return;
  refuseForbidden(directory, [...texts.keys(), ...removed, indexFile]);
  swap(directory, { place: texts, remove: removed, index }, { place: old, remove: added, index: now });
}

/**
 * Holds a folder for this process: two runs at once would leave a tree that is half of each. What it makes has the same rights
 * whoever runs it.
 */
function alone<Result>(directory: string, run: () => Result): Result {
  const mask = process.umask(0o022);
  try {
    mkdirSync(directory, { recursive: true });
    const path = join(directory, '.lock');
    const lock = takeLock({ path, called: path, guards: directory });
    try {
      return run();
    } finally {
      lock.release();
    }
  } catch (error) {
    throw inWords(error, directory);
  } finally {
    process.umask(mask);
  }
}
