import { neverOf } from '../../constructs/secret/rotation.ts';
import { findDeclared, idOf, idOfReference, secretOf, variableOf } from '../declared/declared.ts';
import { restartsOf, type User } from '../declared/restarts.ts';
import { refuseMalformed } from '../given/form.ts';
import { textOf } from '../given/input.ts';
import { readBytesOutside } from '../given/outside.ts';
import { outputsIn } from '../given/terraform-outputs.ts';
import { isProvided, randomText, rsaPrivateKey } from '../given/values.ts';
import type { ValueStatus } from '../sealed/status.ts';
import { writeSealed } from '../sealed/store.ts';
import { type Changing, changeValues } from './changing.ts';
import { bothHold, holdsTwo, isKept, type KeptValue, refuseUnpiped, settles } from './database-change.ts';
import { sealerOf, type Task, type WritingTask } from './task.ts';

/** Seals a value that a person says. @throws when nobody declares it, or it follows another one. */
export async function set(task: WritingTask): Promise<string> {
  const [secret, key] = task.arguments.words as [string, string];
  const [wanted] = findDeclared(task.status.values, secret, key) as [ValueStatus];
  if (wanted.recipe.from === 'digest') {
    throw new Error(`${idOf(wanted)}: follows '${idOfReference(wanted.recipe.of)}': set that one`);
  }
  sealerOf(task);
  const text = await said(task, wanted);
  if (text === '') throw new Error(`${idOf(wanted)}: the value is empty; nothing was written`);
  return change(task, new Map([[wanted, text]]));
}

async function said(
  { root, arguments: { flags }, surroundings: { env, input } }: Task,
  wanted: ValueStatus,
): Promise<string> {
  const file = flags['from-file'];
  if (flags['from-env']) {
    const text = env[variableOf(wanted)];
    if (!text) throw new Error(`${variableOf(wanted)}: is not in the environment`);
    return text;
  }
  if (file !== undefined && file !== '-') return oneLine(textOf(readBytesOutside(root, file), file));
  if (file === '-' || !input.isTerminal) return oneLine(await input.readAll());
  const text = await input.ask(`${idOf(wanted)}: `);
  if (text !== '' && text !== (await input.ask('the same again: ')))
    throw new Error('the two differ; nothing was written');
  return text;
}

/** Most programs end a line that they print; a text of several lines keeps its last end. */
const oneLine = (text: string): string => (/^[^\n]*\r?\n$/.test(text) ? text.replace(/\r?\n$/, '') : text);

/**
 * Makes new values by their recipes. A database is told of its new password by what this returns, which a pipe carries there: the
 * old one holds beside it until everybody has read the new one.
 *
 * @throws when a value is not ours to make, must never change, or a database could not be told of it.
 */
export function rotate(task: WritingTask): string {
  const [secret, key] = task.arguments.words as [string, string?];
  const found = findDeclared(task.status.values, secret, key);
  const able = found.filter((one) => whyNot(one) === undefined);
  if (able.length === 0) throw new Error(found.map((one) => `${idOf(one)}: ${whyNot(one)}`).join('\n'));
  const kept = able.filter(isKept);
  if (kept.length > 0 && able.length > 1) {
    const names = able.map((one) => `'${one.key}'`).join(' or ');
    throw new Error(`${secret}: say which key, ${names}: a database whose passwords all change at once lets nobody in`);
  }
  const [told] = kept.filter(holdsTwo);
  if (told) refuseUnpiped(told, task.surroundings);
  const values = new Map(able.map((one) => [one, made(one)]));
  const skipped = found.filter((one) => !able.includes(one)).map((one) => `kept      ${idOf(one)}: ${whyNot(one)}\n`);
  const words = skipped.join('') + change(task, values, kept);
  if (!told) return words;
  task.surroundings.err(words);
  return bothHold(told, values.get(told) as string);
}

function whyNot({ recipe, claim, key }: ValueStatus): string | undefined {
  const never = neverOf(recipe);
  if (never) return `is never rotated: ${never}`;
  if (recipe.from === 'digest') return `follows '${idOfReference(recipe.of)}': rotate that one`;
  if (!isProvided(recipe)) return undefined;
  const cure = recipe.from === 'terraform' ? 'import-terraform FILE' : `set ${secretOf(claim)} ${key}`;
  return `is not made here: replace it where it is valid, then npm run secrets -- ${cure}`;
}

function made({ recipe }: ValueStatus): string {
  if (recipe.from === 'random') return randomText(recipe.length);
  if (recipe.from === 'rsa') return rsaPrivateKey(recipe.bits);
  throw new Error(`a value from ${recipe.from} cannot be made`);
}

/** Takes over the outputs of a Terraform stack. */
export async function importTerraform(task: WritingTask): Promise<string> {
  const [file] = task.arguments.words as [string];
  const { stack } = task.arguments.flags;
  return change(task, await outputsIn(task.root, file, stack, task.status.values, task.surroundings.input));
}

/**
 * Seals what is known now, and says what follows from it.
 *
 * @param told passwords that their database is told of by this very run
 */
export function change(
  task: WritingTask,
  given: ReadonlyMap<ValueStatus, string>,
  told: readonly KeptValue[] = [],
): string {
  for (const [wanted, text] of given) if (isProvided(wanted.recipe)) refuseMalformed(wanted, text);
  const changing = changeValues(given, task.status, task.folder, sealerOf(task));
  const paths = writeSealed(task.root, changing.change, task.lock);
  const written = `${changing.changed.length} values changed, ${paths.length} files written`;
  return [...linesOf(changing, told), written, ''].join('\n');
}

function linesOf({ changed, resealed, unchanged }: Changing, told: readonly KeptValue[]): string[] {
  const users = changed.flatMap(usersOf);
  const untold = changed.filter(isKept).filter((one) => !told.includes(one));
  return [
    ...changed.map((one) => `changed   ${idOf(one)}`),
    ...resealed.map((one) => `resealed  ${idOf(one)}: the same value, sealed anew`),
    ...unchanged.map((one) => `unchanged ${idOf(one)}: the same value as before`),
    ...told.filter(holdsTwo).map(bothLine),
    ...changed.flatMap((one) => (one.recipe.after && one.value ? [`then      ${idOf(one)}: ${one.recipe.after}`] : [])),
    ...untold.map(
      (one) =>
        `then      ${idOf(one)}: change it in the database first (ALTER USER): it does not read the Secret again`,
    ),
    ...restartsOf(users).map((line) => `restart   ${line}`),
    ...told.map((one) => `at last   ${settles(one)}`),
  ];
}

/** Whatever else a program may read at each use: of the passwords of its database that is known. */
function usersOf({ claim, key, recipe }: ValueStatus): readonly User[] {
  const users = claim.users?.[key] ?? [];
  return recipe.database ? users : users.map(({ rereads: _, ...user }) => user);
}

const bothLine = (one: ValueStatus): string =>
  `both      hold in the database if the pipe ended well; if not: git checkout -- sealed/${secretOf(one.claim)}.json, and again`;
