import { constants, createDecipheriv, type KeyObject, privateDecrypt } from 'node:crypto';
import { idOf } from '../declared/declared.ts';
import type { PrivateKey } from '../given/key-pair.ts';
import type { SealedValue } from '../sealed/sealed-file.ts';
import type { ValueStatus } from '../sealed/status.ts';

/** Opens what `seal` made. @param label `namespace/name`, or less for a wider scope. @returns undefined when the key does not fit. */
export function unseal(ciphertext: string, label: string, key: KeyObject): string | undefined {
  const bytes = Buffer.from(ciphertext, 'base64');
  const end = bytes.length < 2 ? 0 : 2 + bytes.readUInt16BE(0);
  if (end === 0 || bytes.length < end + tagLength) return undefined;
  try {
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    const oaepLabel = Buffer.from(label, 'utf8');
    const sessionKey = privateDecrypt({ key, padding, oaepHash: 'sha256', oaepLabel }, bytes.subarray(2, end));
    const decipher = createDecipheriv('aes-256-gcm', sessionKey, Buffer.alloc(12));
    decipher.setAuthTag(bytes.subarray(-tagLength));
    return Buffer.concat([decipher.update(bytes.subarray(end, -tagLength)), decipher.final()]).toString('utf8');
  } catch {
    return undefined; // the wrong key, name or bytes: there is nothing more to know
  }
}

const tagLength = 16;

/** The value that a ciphertext opens to with any of the keys. */
export function unsealWith(keys: readonly PrivateKey[], ciphertext: string, label: string): string | undefined {
  for (const { key } of keys) {
    const text = unseal(ciphertext, label, key);
    if (text !== undefined) return text;
  }
  return undefined;
}

/**
 * Opens a stored value: every home of it, which must agree.
 *
 * @throws when no key opens one of them, or two homes hold different values.
 */
export function openValue(
  keys: readonly PrivateKey[],
  { claim, key }: ValueStatus,
  value: SealedValue,
  file: string,
): string {
  const id = idOf({ claim, key });
  const texts = Object.entries(value.sealed).map(([home, ciphertext]) => {
    const text = unsealWith(keys, ciphertext, home);
    if (text === undefined) throw new Error(`${id}: ${file} does not open it: ${whyNot(keys, value)}`);
    return text;
  });
  if (new Set(texts).size === 1) return texts[0] as string;
  throw new Error(`${id}: its homes hold different values: set it anew (npm run secrets -- set ${id})`);
}

function whyNot(keys: readonly PrivateKey[], { certificate, placeholder }: SealedValue): string {
  if (placeholder) return 'it is a placeholder, which nobody can open; begin with npm run secrets -- init --key PATH';
  const held = keys.flatMap(({ fingerprint }) => (fingerprint ? [fingerprint.slice(0, 16)] : []));
  const under = `it is sealed under the certificate ${certificate.slice(0, 16)}`;
  if (held.includes(certificate.slice(0, 16)))
    return `${under}, which is this key's, so its ciphertext was changed: restore it from Git`;
  return `${under}, and the file holds the key of ${held.join(', ') || 'another one'}: give the key that belongs to it`;
}
