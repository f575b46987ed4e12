import { createHash } from 'node:crypto';
import { looksSealed } from '../crypto/seal.ts';

/** One value of a secret as `sealed/` keeps it. Nothing here tells what the value is. */
export interface SealedValue {
  /** The day it was made, `2026-11-23`. */
  readonly made: string;
  /** Random; another value has another version. Sealing the same value anew keeps it. */
  readonly version: string;
  /** For a digest: the version of the value that it was computed from. */
  readonly of?: string;
  /** Keyed digest that tells the same value from a new one, for whoever holds the pepper; see `pepper.ts`. */
  readonly mark?: string;
  /** Random text under a thrown-away key: it may be made anew without asking. */
  readonly placeholder?: true;
  /** SHA-256 fingerprint of the certificate that it is sealed under. */
  readonly certificate: string;
  /** Ciphertext of the same value by home, `namespace/name` of the Secret that it unseals to. */
  readonly sealed: Readonly<Record<string, string>>;
}

/** One secret: its values by key. */
export interface SealedFile {
  readonly keys: Readonly<Record<string, SealedValue>>;
}

const format = 1;
const fields = ['made', 'version', 'of', 'mark', 'placeholder', 'certificate', 'sum', 'sealed'] as const;

/** The file of a secret. Keys are sorted and fields have one order, so that a diff shows only what changed. */
export function printSealedFile(secret: string, file: SealedFile): string {
  const keys = sorted(file.keys).map(([key, value]) => [key, inOrder({ ...value, sum: sumOf(secret, key, value) })]);
  return `${JSON.stringify({ format, secret, keys: Object.fromEntries(keys) }, null, 2)}\n`;
}

/**
 * SHA-256 of what a value is sealed as, for whom and under what. Nobody here can open a ciphertext: without its sum a byte that
 * changed on its way would show in the cluster alone. It guards against accidents; whoever may write here can write it too.
 */
function sumOf(secret: string, key: string, { certificate, sealed }: SealedValue): string {
  const lines = [`${secret} ${key}`, certificate, ...sorted(sealed).map((home) => home.join(' '))];
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

function inOrder(value: SealedValue & { readonly sum: string }): Record<string, unknown> {
  const ordered: Record<string, unknown> = { ...value, sealed: Object.fromEntries(sorted(value.sealed)) };
  return Object.fromEntries(fields.filter((field) => field in ordered).map((field) => [field, ordered[field]]));
}

const sorted = <T>(record: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));

/** Whether each value must have its sum; `wanting`: one that has none is taken as it stands. */
export type Sums = 'required' | 'wanting';

/** Reads what `printSealedFile` wrote. @throws naming `path` when it is cut off, changed, or was not written by it. */
export function parseSealedFile(text: string, secret: string, path: string, sums: Sums = 'required'): SealedFile {
  const json = parseJson(text, path);
  if (!isRecord(json) || json.format !== format) throw refused(path, `"format" is not ${format}`);
  onlyFields(json, ['format', 'secret', 'keys'], path);
  if (json.secret !== secret) throw refused(path, `"secret" is ${shown(json.secret)}, but the path says '${secret}'`);
  if (!isRecord(json.keys)) throw refused(path, '"keys" is missing');
  const keys = Object.entries(json.keys).map(([key, written]) => {
    const where = `${path}: key '${key}'`;
    const { sum, ...value } = parseValue(written, where);
    if (sum !== undefined || sums === 'required') refuseOtherSum(sum, sumOf(secret, key, value), where);
    return [key, value];
  });
  return { keys: Object.fromEntries(keys) };
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes what it read, and what it read may be a value that somebody put here in the clear.
    throw refused(path, 'it is cut off or no JSON');
  }
}

function refuseOtherSum(got: string | undefined, sum: string, where: string): void {
  if (got === sum) return;
  if (got === undefined) {
    throw new Error(
      `${where}: "sum" is missing: it was written before sums were kept, or by hand. If the file is what it should be: npm run secrets -- sum`,
    );
  }
  throw refused(where, 'its ciphertext, a home or the certificate is not what its sum was made of');
}

function parseValue(value: unknown, where: string): SealedValue & { readonly sum?: string } {
  if (!isRecord(value)) throw refused(where, 'it is no object');
  onlyFields(value, fields, where);
  mustMatch(value, 'made', /^\d{4}-\d{2}-\d{2}$/, where);
  mustMatch(value, 'version', /^[0-9a-f]{16}$/, where);
  if ('of' in value) mustMatch(value, 'of', /^[0-9a-f]{16}$/, where);
  if ('mark' in value) mustMatch(value, 'mark', /^[0-9a-f]{32}$/, where);
  mustMatch(value, 'certificate', /^[0-9a-f]{64}$/, where);
  if ('sum' in value) mustMatch(value, 'sum', /^[0-9a-f]{64}$/, where);
  if ('placeholder' in value && value.placeholder !== true) throw refused(where, '"placeholder" is not true');
  if (!isRecord(value.sealed)) throw refused(where, '"sealed" is missing');
  for (const [home, ciphertext] of Object.entries(value.sealed)) {
    if (!/^[a-z0-9-]+\/[a-z0-9.-]+$/.test(home)) throw refused(where, `home '${home}' is no namespace/name`);
    if (typeof ciphertext !== 'string' || !looksSealed(ciphertext)) {
      throw refused(where, `the ciphertext for '${home}' is cut off or none`);
    }
  }
  return value as unknown as SealedValue & { readonly sum?: string };
}

function mustMatch(value: Record<string, unknown>, field: string, pattern: RegExp, where: string): void {
  const got = value[field];
  if (typeof got !== 'string' || !pattern.test(got)) throw refused(where, `"${field}" is missing or malformed`);
}

function onlyFields(value: Record<string, unknown>, known: readonly string[], where: string): void {
  const foreign = Object.keys(value).find((field) => !known.includes(field));
  if (foreign !== undefined) throw refused(where, `field "${foreign}" is unknown`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const shown = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : 'missing');

function refused(where: string, what: string): Error {
  const path = where.split(': ')[0];
  return new Error(
    `${where}: ${what}. Restore it from Git (git checkout -- ${path}). If no version is good, delete it: 'npm run secrets -- seal' then makes NEW values, which the running services do not know`,
  );
}
