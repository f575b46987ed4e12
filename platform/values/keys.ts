import { createPublicKey, type KeyObject } from 'node:crypto';
import { valueKind } from './value-kind.ts';

const base64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** A WireGuard public key. @see https://man7.org/linux/man-pages/man8/wg.8.html */
export const wireguardKey = valueKind(
  { what: 'WireGuard public key', rule: '32 bytes in base64, as wg pubkey prints them', reader: 'wg' },
  (value) => (typeof value === 'string' && /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/.test(value) ? value : undefined),
);

/**
 * A DKIM public key as its DNS record wants it behind `p=`. An empty one is a revoked key.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6376#section-3.6.1
 */
export const dkimKey = valueKind(
  {
    what: 'DKIM public key',
    rule: 'the base64 of an RSA key of 1024 bits or more, without frame, blanks or the rest of the record',
    reader: 'receiving mail servers',
  },
  dkimText,
  (value) => dkimText(bare(String(value))),
);

function dkimText(value: unknown): string | undefined {
  if (typeof value !== 'string' || !base64.test(value)) return undefined;
  const key = rsaKey(value);
  return key && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 1024 ? value : undefined;
}

/** Mailcow shows the whole record, other tools a PEM. */
const bare = (text: string): string =>
  (/\bp=([^;]*)/.exec(text)?.[1] ?? text).replaceAll(/-----[A-Z ]+-----/g, '').replaceAll(/[\s"]/g, '');

function rsaKey(text: string): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'rsa' ? key : undefined;
  } catch {
    return undefined;
  }
}
