import { intervalOf } from '../../constructs/secret/rotation.ts';
import { table, tableWithin, wrap } from '../../synth/terminal/layout.ts';
import { type Claim, describe, secretOf } from '../declared/declared.ts';
import { restartsOf, type User } from '../declared/restarts.ts';
import { loginKey } from '../declared/users.ts';
import { ageOf } from '../sealed/due.ts';
import type { SecretStatus, ValueStatus } from '../sealed/status.ts';
import { certificateFile, type SealedFolder } from '../sealed/store.ts';
import { failOn } from './fail-on.ts';
import type { Task } from './task.ts';

/** Everything that is declared, and what `sealed/` holds of it. */
export function list(task: Task): string {
  const { flags } = task.arguments;
  if (flags['fail-on'] !== undefined) return failOn(task);
  const { status, folder, surroundings } = task;
  const { now, columns = Number.POSITIVE_INFINITY } = surroundings;
  return flags.json ? listJson(status, folder, now) : listText(status, folder, now, columns);
}

/** Every declared value, then the orphans, for a person: no wider than the terminal. */
function listText(status: SecretStatus, folder: SealedFolder, now: Date, width: number): string {
  const orphans = status.orphans.map(({ secret, key }) => orphanRow(secret, key));
  const rows = [...status.values.map((one) => rowOf(one, now)), ...loginsOf(status).map(loginRow), ...orphans];
  const notes = status.values.flatMap((one) => (one.note ? [`${secretOf(one.claim)} ${one.key}: ${one.note}`] : []));
  const body = tableWithin([head, ...rows], width) ?? stacked(rows, width);
  const wrapped = (lines: readonly string[]) => lines.flatMap((line) => wrap(line, width, '  '));
  const lines = [...wrapped([certificateLine(folder, now)]), '', ...body, ''];
  return `${[...lines, ...wrapped([...notes, summary(status, now)])].join('\n')}\n`;
}

const head = ['SECRET', 'KEY', 'STATE', 'DAYS', 'DUE', 'USED BY', 'HOW'];

/** Where a row has no room: each secret over its keys, and below a key who uses it and how it is made. */
function stacked(rows: readonly (readonly string[])[], width: number): readonly string[] {
  const short = table([head, ...rows].map((row) => row.slice(1, 5)));
  const [title = '', ...lines] = short.map((line) => `  ${line}`);
  const all = rows.flatMap(([secret, , , , , users, how], at) => [
    ...(secret === rows[at - 1]?.[0] ? [] : [`${secret}`]),
    lines[at] ?? '',
    ...wrap(`      ${users === '-' ? '' : `${users}: `}${how}`, width, '      '),
  ]);
  return [title, ...all];
}

const orphanRow = (secret: string, key: string | undefined): string[] => [
  secret,
  key ?? '(all)',
  'orphan',
  '-',
  '-',
  '-',
  'declared by nobody',
];

function rowOf(one: ValueStatus, now: Date): string[] {
  const age = ageOf(one.recipe, one.value, now);
  const due = age?.due ? `${age.due}${age.overdue ? ' !' : ''}` : '-';
  const days = age ? String(age.days) : '-';
  return [secretOf(one.claim), one.key, stateOf(one), days, due, usersOf(one), describe(one.recipe)];
}

interface Login extends NonNullable<Claim['login']> {
  readonly secret: string;
}

/** What Vault makes by itself: nothing of it is sealed. */
function loginsOf({ values }: SecretStatus): readonly Login[] {
  const claims = new Set(values.map(({ claim }) => claim));
  return [...claims].flatMap((claim) => (claim.login ? [{ secret: secretOf(claim), ...claim.login }] : []));
}

function loginRow({ secret, kind, users }: Login): string[] {
  const how = { leased: 'a user of its own for each pod', rotated: 'a new password for its one user' }[kind];
  return [secret, loginKey, `${kind} by Vault`, '-', '-', namesOf(users), how];
}

const namesOf = (users: readonly User[]): string => users.map(({ object }) => object.replace(/^.*\//, '')).join(', ');

/** Workloads by name; a secret that no pod reads has the construct that declares it, in brackets. */
function usersOf({ claim, key }: ValueStatus): string {
  const users = claim.users?.[key] ?? [];
  if (users.length > 0) return namesOf(users);
  return claim.declaredBy ? `(${claim.declaredBy})` : '-';
}

/** What the platform expects in the cluster already has no SealedSecret: it is laid down from what is sealed. */
function stateOf({ claim, key, state, value }: ValueStatus): string {
  if (state === 'other-certificate') return `under ${value?.certificate.slice(0, 8)}`;
  const byHand = claim.existing?.keys.includes(key) ? ['by hand'] : [];
  const marks = [...(state === 'sealed' && value?.placeholder ? ['placeholder'] : []), ...byHand];
  return marks.length > 0 ? `${state} (${marks.join(', ')})` : state;
}

function certificateLine({ certificate }: SealedFolder, now: Date): string {
  if (!certificate) return `${certificateFile}  is not there`;
  const { fingerprint, validTo, placeholder } = certificate;
  const expired = validTo < now ? ', EXPIRED' : '';
  const nobody = placeholder ? ', PLACEHOLDER: nobody can open what is sealed under it' : '';
  return `${certificateFile}  ${fingerprint.slice(0, 16)}, valid to ${validTo.toISOString().slice(0, 10)}${expired}${nobody}`;
}

function summary({ values, orphans }: SecretStatus, now: Date): string {
  const count = (state: string) => values.filter((one) => one.state === state).length;
  const overdue = values.filter(({ recipe, value }) => ageOf(recipe, value, now)?.overdue).length;
  return `${values.length} values: ${count('sealed')} sealed, ${count('missing')} missing, ${count('other-certificate')} under another certificate; ${overdue} overdue; ${orphans.length} orphans`;
}

/** The same for programs. */
function listJson(status: SecretStatus, { certificate }: SealedFolder, now: Date): string {
  const json = {
    certificate: certificate
      ? {
          fingerprint: certificate.fingerprint,
          validTo: certificate.validTo.toISOString(),
          placeholder: certificate.placeholder,
        }
      : null,
    values: status.values.map((one) => jsonOf(one, now)),
    logins: loginsOf(status).map(({ secret, kind, users }) => ({ secret, kind, users: users.map(({ path }) => path) })),
    orphans: status.orphans.map(({ secret, key }) => ({ secret, key: key ?? null })),
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

function jsonOf(one: ValueStatus, now: Date) {
  const { claim, key, recipe, state, value, note } = one;
  const age = ageOf(recipe, value, now);
  const users = claim.users?.[key] ?? [];
  return {
    secret: secretOf(claim),
    key,
    recipe: recipe.from,
    how: describe(recipe),
    state,
    made: value?.made ?? null,
    ageDays: age?.days ?? null,
    rotateDays: intervalOf(recipe) ?? null,
    never: typeof recipe.rotate === 'object' ? recipe.rotate.never : null,
    due: age?.due ?? null,
    overdue: age?.overdue ?? false,
    certificate: value?.certificate ?? null,
    placeholder: value?.placeholder ?? false,
    note: note ?? null,
    homes: Object.values(claim.homes),
    declaredBy: claim.declaredBy ?? null,
    users: users.map(({ path }) => path),
    restarts: restartsOf(users),
    after: recipe.after ?? null,
  };
}
