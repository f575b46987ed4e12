import { constants, createCipheriv, publicEncrypt, randomBytes } from 'node:crypto';

/** Kubernetes refuses a Secret over 1 MiB. */
export const maximumBytes = 1024 * 1024;

/**
 * Encrypts a value so that only the holder of the certificate's private key can read it, and only as part of the Secret
 * `home`, a `namespace/name` (strict scope). Randomised: the same value gives another ciphertext each time.
 *
 * Base64 of: length of the RSA part in two bytes, big-endian; a fresh session key under RSA-OAEP (SHA-256, the home as
 * label); the value under AES-256-GCM and its tag. The nonce is all zero, which is sound because no session key is used twice.
 *
 * @throws when the value is over 1 MiB; the message never holds the value.
 * @see https://github.com/bitnami/sealed-secrets/blob/main/pkg/crypto/crypto.go
 */
export function seal(certificatePem: string, home: string, plaintext: string): string {
  const value = Buffer.from(plaintext, 'utf8');
  if (value.length > maximumBytes) {
    throw new Error(`${home}: a value of ${value.length} bytes is over the 1 MiB that Kubernetes takes`);
  }
  const sessionKey = randomBytes(32);
  const wrapped = publicEncrypt(
    {
      key: certificatePem,
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: 'sha256',
      oaepLabel: Buffer.from(home, 'utf8'),
    },
    sessionKey,
  );
  const cipher = createCipheriv('aes-256-gcm', sessionKey, Buffer.alloc(12));
  const length = Buffer.alloc(2);
  length.writeUInt16BE(wrapped.length);
  const parts = [length, wrapped, cipher.update(value), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat(parts).toString('base64');
}

/** Whether a text has the shape of a sealed value; what it holds nobody here can tell. */
export function looksSealed(text: string): boolean {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length < 2 || bytes.toString('base64') !== text) return false;
  const wrapped = bytes.readUInt16BE();
  const tag = 16;
  return wrapped >= 256 && bytes.length >= 2 + wrapped + tag;
}
