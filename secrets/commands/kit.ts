import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeNew } from '../../synth/writing/disk.ts';
import { decryptWith, encryptFor } from '../crypto/age.ts';
import { keysIn, type PrivateKey } from '../given/key-pair.ts';
import { newPathOutside, readBytesOutside, readOutside } from '../given/outside.ts';
import { dayOf } from '../sealed/due.ts';
import { type KitItem, kitItems } from './kit-items.ts';
import type { Task } from './task.ts';
import { openValue } from './unseal.ts';

const checklist = 'CHECKLIST.md';

/** `kit DIR` lays out what must be in the safe; `kit --verify DIR` proves that it serves. */
export function kit(task: Task): Promise<string> {
  return task.arguments.flags.verify ? verify(task) : pack(task);
}

/**
 * Fills a new folder, all of it or nothing.
 *
 * @throws when the sealing key does not open every sealed value, or something that is handed over is not what it should be.
 */
async function pack(task: Task): Promise<string> {
  const { root, surroundings } = task;
  const { key, recipient } = task.arguments.flags;
  if (key === undefined) throw new Error('kit needs --key KEY: the file with the private key that opens sealed/');
  const contents = contentsOf(task);
  const opened = openAll(task, keysIn(readOutside(root, key), key), key);
  const encrypt = recipient === undefined ? undefined : await encryptFor(surroundings.loadAge, recipient);
  const folder = newPathOutside(root, task.arguments.words[0] as string);
  mkdirSync(folder, { mode: 0o700 });
  try {
    for (const [{ file }, bytes] of contents) {
      writeNew(join(folder, encrypt ? `${file}.age` : file), encrypt ? await encrypt(bytes) : bytes, 0o600);
    }
    writeNew(join(folder, checklist), checklistOf(task, [...contents.keys()], surroundings.now), 0o600);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  const absent = wantedItems(task).filter((item) => !contents.has(item));
  return [
    ...[...contents.keys()].map(({ file, what }) => `packed  ${file}${encrypt ? '.age' : ''}: ${what}`),
    ...absent.map(({ flag, what }) => `absent  ${what}: add it with --${flag} FILE`),
    ...(encrypt ? [] : ['clear   nothing is encrypted: give --recipient age1..., or lock the disk away']),
    `${opened} of ${opened} sealed values open; ${contents.size} of ${wantedItems(task).length} items packed in ${folder}`,
    '',
  ].join('\n');
}

const wantedItems = ({ phase }: Task): readonly KitItem[] => kitItems.filter(({ from }) => from <= phase);

function contentsOf({ root, arguments: { flags } }: Task): ReadonlyMap<KitItem, Buffer> {
  const contents = new Map<KitItem, Buffer>();
  for (const item of kitItems) {
    const file = flags[item.flag];
    if (file === undefined) continue;
    const bytes = readBytesOutside(root, file);
    const problem = item.problem(bytes.toString('utf8'));
    if (problem) throw new Error(`${file}: is not ${item.what}: ${problem}`);
    contents.set(item, bytes);
  }
  return contents;
}

/** Opens every sealed value, in every home. @returns how many there are. @throws naming the first that stays shut. */
function openAll({ status }: Task, keys: readonly PrivateKey[], file: string): number {
  const missing = status.values.filter(({ value }) => !value);
  if (missing.length > 0)
    throw new Error(`${missing.length} declared values are not sealed: npm run secrets says which`);
  for (const one of status.values) if (one.value) openValue(keys, one, one.value, file);
  return status.values.length;
}

function checklistOf(task: Task, packed: readonly KitItem[], now: Date): string {
  const { recipient } = task.arguments.flags;
  const lines = wantedItems(task).map((item) =>
    [
      `- [${packed.includes(item) ? 'x' : ' '}] \`${item.file}${recipient ? '.age' : ''}\`: ${item.what}`,
      `  - from: ${item.where}`,
      `  - without it: ${item.without}`,
    ].join('\n'),
  );
  const encrypted = recipient
    ? `Encrypted with age for \`${recipient}\`. Its identity (AGE-SECRET-KEY-1...) is not in here: keep it elsewhere, on paper too.`
    : 'Nothing in here is encrypted: who holds this folder holds the platform.';
  return `# The offline kit\n\nPacked on ${dayOf(now)} for the certificate ${task.folder.certificate?.fingerprint.slice(0, 16)}. ${encrypted}\n\n${lines.join('\n')}\n\n${after}`;
}

const after = `Beside it: a clone of the repository, with every branch.

To prove it, from that clone: \`npm ci && npm run secrets -- kit --verify DIR\`. Twice a year, and after every new sealing key.

To rebuild: docs/secrets.md of the repository.
`;

/**
 * Proves with the kit's own material that every sealed value opens and nothing is absent.
 *
 * @throws with all that is wrong.
 */
async function verify(task: Task): Promise<string> {
  const { root } = task;
  const folder = task.arguments.words[0] as string;
  const { identity } = task.arguments.flags;
  if (!existsSync(join(folder, checklist))) throw new Error(`${folder}: is no kit: ${checklist} is not in it`);
  const decrypt =
    identity === undefined
      ? undefined
      : await decryptWith(task.surroundings.loadAge, readOutside(root, identity), identity);
  const problems: string[] = [];
  let opened = 0;
  for (const item of wantedItems(task)) {
    try {
      const text = await textOf(folder, item, decrypt);
      const problem = item.problem(text);
      if (problem) throw new Error(`${item.file}: is not ${item.what}: ${problem}`);
      if (item.flag === 'key') opened = openAll(task, keysIn(text, item.file), item.file);
    } catch (error) {
      problems.push((error as Error).message);
    }
  }
  if (problems.length > 0)
    throw new Error(`the kit in ${folder} does not serve:\n${problems.map((one) => `  ${one}`).join('\n')}`);
  return `${opened} of ${opened} sealed values open with the kit in ${folder}; nothing is absent\n`;
}

type Decrypt = (bytes: Buffer, name: string) => Promise<Buffer>;

async function textOf(folder: string, { file, what, flag }: KitItem, decrypt: Decrypt | undefined): Promise<string> {
  const path = join(folder, file);
  if (existsSync(path)) return readFileSync(path, 'utf8');
  if (!existsSync(`${path}.age`)) throw new Error(`${file}: is absent (${what}): pack again with --${flag} FILE`);
  if (!decrypt) throw new Error(`${file}.age: is encrypted: say --identity FILE`);
  return (await decrypt(readFileSync(`${path}.age`), `${file}.age`)).toString('utf8');
}
