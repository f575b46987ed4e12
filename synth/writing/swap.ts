import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { toJson } from '../model/files.ts';
import { isFields } from '../reading/json.ts';
import { inWords } from './disk.ts';
import { listIn, readIfThere } from './index-file.ts';
import { refuseDetour } from './lying.ts';
import { indexFile, refuseOutside } from './paths.ts';

/** What a run decided on, for as long as it is not done: from the moment that it is there, the folder is what it says. */
const journalFile = '.journal.json';

/** Where new texts lie until they get their place, and old ones until they get it back. */
const forth = '.next';
const back = '.back';

/** What is to become other than it is, whole or not at all. */
export interface Swap {
  /** What each file shall hold. */
  readonly place: ReadonlyMap<string, Buffer>;
  readonly remove: readonly string[];
  /** The text of the index that tells of it; null: there shall be none. */
  readonly index: string | null;
}

interface Journal {
  /** The folder where the texts lie that have no place yet. */
  readonly from: typeof forth | typeof back;
  /** The sum of each. */
  readonly place: Readonly<Record<string, string>>;
  readonly remove: readonly string[];
  readonly index: string | null;
}

export const sumOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

/**
 * Makes every change, or none. All texts lie beside their places, and were read back, before the journal gets its name: until
 * then the folder is what it was, and from then on the next run finishes it. While it is neither, there is no index.
 *
 * @param before the same files as they are now
 * @throws when the disk refuses, and the folder is as it was
 */
export function swap(directory: string, wanted: Swap, before: Swap): void {
  const journal = decide(directory, wanted, forth);
  try {
    carryOut(directory, journal);
  } catch (error) {
    throw goesBack(directory, before) ? error : unfinished(directory, error as Error);
  }
}

function goesBack(directory: string, before: Swap): boolean {
  try {
    carryOut(directory, decide(directory, before, back));
    return true;
  } catch {
    return false;
  }
}

const unfinished = (directory: string, { message }: Error): Error =>
  new Error(`${message}\n${directory} is half of what it was to become, and has no index: the next run finishes it`);

/** @throws when the disk refuses, and nothing of it stays */
function decide(directory: string, { place, remove, index }: Swap, from: Journal['from']): Journal {
  const sums = Object.fromEntries([...place].map(([path, content]) => [path, sumOf(content)]));
  const journal: Journal = { from, place: sums, remove, index };
  const aside = join(directory, from);
  try {
    rmSync(aside, { recursive: true, force: true });
    for (const [path, content] of place) layDown(join(aside, path), content);
    layDown(join(aside, journalFile), Buffer.from(toJson(journal)));
    layDownIndex(aside, journal);
    renameSync(join(aside, journalFile), join(directory, journalFile));
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    throw inWords(error, directory);
  }
  return journal;
}

function layDown(at: string, content: Buffer): void {
  mkdirSync(dirname(at), { recursive: true });
  const file = openSync(at, 'w', 0o644);
  try {
    writeFileSync(file, content);
  } finally {
    closeSync(file);
  }
  if (!readFileSync(at).equals(content)) throw new Error(`${at}: the disk does not give back what was written`);
}

function layDownIndex(aside: string, { index }: Journal): void {
  if (index === null || readIfThere(join(aside, indexFile))?.equals(Buffer.from(index))) return;
  layDown(join(aside, indexFile), Buffer.from(index));
}

/** Each step may be the second time: a run that is killed in here is finished from the first one on. */
function carryOut(directory: string, journal: Journal): void {
  const aside = join(directory, journal.from);
  try {
    layDownIndex(aside, journal);
    rmSync(join(directory, indexFile), { force: true });
    for (const path of journal.remove) remove(directory, path);
    for (const path of Object.keys(journal.place)) put(aside, directory, path);
    if (journal.index !== null) put(aside, directory, indexFile);
    for (const left of [forth, back]) rmSync(join(directory, left), { recursive: true, force: true });
    rmSync(join(directory, journalFile));
  } catch (error) {
    throw inWords(error, directory);
  }
}

function put(aside: string, directory: string, path: string): void {
  if (!existsSync(join(aside, path))) return;
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  renameSync(join(aside, path), join(directory, path));
}

function remove(directory: string, path: string): void {
  rmSync(join(directory, path), { force: true });
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    const at = join(directory, folder);
    if (existsSync(at) && readdirSync(at).length > 0) return;
    if (existsSync(at)) rmdirSync(at);
  }
}

export const isUnfinished = (directory: string): boolean => existsSync(join(directory, journalFile));

/**
 * Finishes what a killed run decided on. Where somebody has changed the folder since, so that neither tree can be had, it is
 * left to the run that follows.
 *
 * @returns the paths that such a run knew of
 * @throws when the journal is none, or the disk refuses
 */
export function finish(directory: string): readonly string[] {
  const journal = readJournal(directory);
  if (!journal) return [];
  const { place, remove, index } = journal;
  const paths = [...Object.keys(place), ...remove];
  for (const path of [...paths, indexFile]) refuseDetour(directory, path);
  if (isFinishable(directory, journal)) {
    carryOut(directory, journal);
    return [];
  }
  return [...paths, ...(index === null ? [] : listIn(index, journalFile).keys())];
}

const isFinishable = (directory: string, { from, place }: Journal): boolean =>
  Object.entries(place).every(([path, sum]) =>
    [join(directory, from, path), join(directory, path)].some((at) => {
      const content = readIfThere(at);
      return content !== undefined && sumOf(content) === sum;
    }),
  );

function readJournal(directory: string): Journal | undefined {
  const path = join(directory, journalFile);
  refuseDetour(directory, journalFile);
  const text = readIfThere(path)?.toString('utf8');
  if (text === undefined) return undefined;
  const journal = journalIn(text);
  if (!journal) throw new Error(`${path}: is not what a run of synth left there; delete it`);
  for (const at of [...Object.keys(journal.place), ...journal.remove]) refuseOutside(at);
  return journal;
}

function journalIn(text: string): Journal | undefined {
  try {
    const journal: Journal = JSON.parse(text);
    const { from, place, remove, index } = journal;
    const isIndex = index === null || typeof index === 'string';
    const isWhole = [forth, back].includes(from) && isFields(place) && Array.isArray(remove) && isIndex;
    return isWhole && remove.every((path) => typeof path === 'string') ? journal : undefined;
  } catch {
    return undefined;
  }
}

/** Takes away what tells of runs that are over, and what a killed one had not decided on. */
export function sweep(directory: string): void {
  const left = readdirSync(directory).filter((name) => /^\.(journal\.json|next|back|(lock\.\d+\.)?new)$/.test(name));
  for (const name of left) rmSync(join(directory, name), { recursive: true, force: true });
}
