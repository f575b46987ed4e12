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
 * Tells a ciphertext that lost or changed a character, or stands under another key: only the cluster could open it, and it would
 * say so to nobody.
 */
function sumOf(secret: string, key: string, { certificate, sealed }: SealedValue): string {
  const said = JSON.stringify([secret, key, certificate, sorted(sealed)]);
  return createHash('sha256').update(said).digest('hex').slice(0, 16);
}

function inOrder(value: SealedValue & { readonly sum: string }): Record<string, unknown> {
  const ordered = { ...value, sealed: Object.fromEntries(sorted(value.sealed)) };
  return Object.fromEntries(fields.filter((field) => field in value).map((field) => [field, ordered[field]]));
}

const sorted = <T>(record: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));

/** Reads what `printSealedFile` wrote. @throws naming `path` when it is cut off, or was not written by it. */
export function parseSealedFile(text: string, secret: string, path: string): SealedFile {
  const json = parseJson(text, path);
  if (!isRecord(json) || json.format !== format) throw refused(path, `"format" is not ${format}`);
  onlyFields(json, ['format', 'secret', 'keys'], path);
  if (json.secret !== secret) throw refused(path, `"secret" is ${shown(json.secret)}, but the path says '${secret}'`);
  if (!isRecord(json.keys)) throw refused(path, '"keys" is missing');
  const keys = Object.entries(json.keys).map(([key, value]) => [
    key,
    summed(secret, key, parseValue(value, `${path}: key '${key}'`), `${path}: key '${key}'`),
  ]);
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

/** A value whose sum is that of what it holds. */
function summed(
  secret: string,
  key: string,
  value: SealedValue & { readonly sum: string },
  where: string,
): SealedValue {
  const { sum, ...rest } = value;
  if (sum !== sumOf(secret, key, rest))
    throw refused(where, `"sum" is not that of what is sealed here: something was changed, cut off or moved`);
  return rest;
}

function parseValue(value: unknown, where: string): SealedValue & { readonly sum: string } {
  if (!isRecord(value)) throw refused(where, 'it is no object');
  onlyFields(value, fields, where);
  mustMatch(value, 'made', /^\d{4}-\d{2}-\d{2}$/, where);
  mustMatch(value, 'version', /^[0-9a-f]{16}$/, where);
  if ('of' in value) mustMatch(value, 'of', /^[0-9a-f]{16}$/, where);
  if ('mark' in value) mustMatch(value, 'mark', /^[0-9a-f]{32}$/, where);
  mustMatch(value, 'certificate', /^[0-9a-f]{64}$/, where);
  mustMatch(value, 'sum', /^[0-9a-f]{16}$/, where);
  if ('placeholder' in value && value.placeholder !== true) throw refused(where, '"placeholder" is not true');
  if (!isRecord(value.sealed)) throw refused(where, '"sealed" is missing');
  for (const [home, ciphertext] of Object.entries(value.sealed)) {
    if (!/^[a-z0-9-]+\/[a-z0-9.-]+$/.test(home)) throw refused(where, `home '${home}' is no namespace/name`);
    if (typeof ciphertext !== 'string' || !looksSealed(ciphertext)) {
      throw refused(where, `the ciphertext for '${home}' is cut off or none`);
    }
  }
  return value as unknown as SealedValue & { readonly sum: string };
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
