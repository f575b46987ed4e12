import { describe, secretOf } from './declared.ts';
import type { Orphan, SecretStatus, ValueStatus } from './status.ts';
import { certificateFile, type SealedFolder } from './store.ts';

/** Every declared value, a line each, then the orphans, for a person. */
export function listText(status: SecretStatus, { certificate }: SealedFolder): string {
  const head = ['SECRET', 'KEY', 'STATE', 'MADE', 'HOW'];
  const rows = status.values.map((one) => [
    secretOf(one.claim),
    one.key,
    stateOf(one),
    one.value?.made ?? '-',
    describe(one.recipe),
  ]);
  const orphans = status.orphans.map(({ secret, key }) => [
    secret,
    key ?? '(all)',
    'orphan',
    '-',
    'declared by nobody',
  ]);
  const under = certificate
    ? `${certificateFile}  ${certificate.fingerprint.slice(0, 16)}, valid to ${certificate.validTo.toISOString().slice(0, 10)}${certificate.placeholder ? ', PLACEHOLDER: nobody can open what is sealed under it' : ''}`
    : `${certificateFile}  is not there`;
  const notes = status.values.flatMap((one) => (one.note ? [`${secretOf(one.claim)} ${one.key}: ${one.note}`] : []));
  return `${[under, '', ...table([head, ...rows, ...orphans]), '', ...notes, summary(status)].join('\n')}\n`;
}

const stateOf = ({ state, value }: ValueStatus): string =>
  state === 'sealed' && value?.placeholder ? 'sealed (placeholder)' : state;

function summary({ values, orphans }: SecretStatus): string {
  const count = (state: string) => values.filter((one) => one.state === state).length;
  return `${values.length} values: ${count('sealed')} sealed, ${count('missing')} missing, ${count('other-certificate')} under another certificate; ${orphans.length} orphans`;
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** The same for programs. */
export function listJson(status: SecretStatus, { certificate }: SealedFolder): string {
  const json = {
    certificate: certificate
      ? {
          fingerprint: certificate.fingerprint,
          validTo: certificate.validTo.toISOString(),
          placeholder: certificate.placeholder,
        }
      : null,
    values: status.values.map((one) => ({
      secret: secretOf(one.claim),
      key: one.key,
      recipe: one.recipe.from,
      how: describe(one.recipe),
      state: one.state,
      made: one.value?.made ?? null,
      certificate: one.value?.certificate ?? null,
      placeholder: one.value?.placeholder ?? false,
      note: one.note ?? null,
      homes: Object.values(one.claim.homes),
    })),
    orphans: status.orphans.map(({ secret, key }: Orphan) => ({ secret, key: key ?? null })),
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}
