import { createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';

export interface SelfSignedProps {
  /** RSA; it signs, and its public half is what the certificate carries. */
  readonly privateKey: KeyObject;
  readonly commonName: string;
  readonly from: Date;
  readonly to: Date;
}

/**
 * A self-signed X.509 v3 certificate in PEM, as a sealing certificate needs it: a name, a validity, a public key.
 *
 * Node reads certificates and cannot make them. Written out here because the shape is fixed and nothing foreign is ever
 * parsed: the library for it (`@peculiar/x509`) is 21 packages, each of which would run beside a private key.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.1
 */
export function selfSigned({ privateKey, commonName, from, to }: SelfSignedProps): string {
  const name = sequence(set(sequence(object('550403'), der(0x0c, Buffer.from(commonName, 'utf8')))));
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const body = sequence(
    der(0xa0, integer(Buffer.of(2))), // version 3
    integer(serial()),
    sha256WithRsa,
    name,
    sequence(time(from), time(to)),
    name,
    publicKey,
    der(0xa3, sequence(keyEncipherment)),
  );
  const certificate = sequence(body, sha256WithRsa, bits(0, sign('sha256', body, privateKey)));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(tag), lengthOf(content.length), content]);
}

/** Below 128 the length is one byte; above, a byte that says how many bytes of length follow. */
function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
  return Buffer.concat([Buffer.of(0x80 + bytes.length), bytes]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);
const set = (...parts: readonly Buffer[]): Buffer => der(0x31, ...parts);
const integer = (bytes: Buffer): Buffer => der(0x02, bytes);
const object = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const bits = (unused: number, bytes: Buffer): Buffer => der(0x03, Buffer.of(unused), bytes);

const sha256WithRsa = sequence(object('2a864886f70d01010b'), der(0x05));
const keyEncipherment = sequence(object('551d0f'), der(0x01, Buffer.of(0xff)), der(0x04, bits(5, Buffer.of(0x20))));

/** 16 random bytes, positive and without a leading zero. */
function serial(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] as number) & 0x7f) | 0x40;
  return bytes;
}

/** From 2050 on X.509 writes the year with four digits, and under another tag. */
function time(date: Date): Buffer {
  const digits = `${date.toISOString().slice(0, 19).replace(/\D/g, '')}Z`;
  return date.getUTCFullYear() < 2050 ? der(0x17, Buffer.from(digits.slice(2))) : der(0x18, Buffer.from(digits));
}
