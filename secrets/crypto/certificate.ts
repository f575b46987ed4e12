import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { selfSigned } from './self-signed.ts';

/** The public half of the sealing key, as `sealed/certificate.pem` holds it. */
export interface Certificate {
  readonly pem: string;
  /** SHA-256 of the DER, lower-case hexadecimal. */
  readonly fingerprint: string;
  readonly validTo: Date;
  /** Nobody can open what is sealed under it. */
  readonly placeholder: boolean;
}

/** What the placeholder calls itself, so that `openssl x509 -subject` shows what it is. */
export const placeholderName = 'uyoop placeholder, private key thrown away';

const years = 10;

/** Reads a sealing certificate. @throws when it is none, is not RSA, or when a private key stands beside it; `file` is named. */
export function readCertificate(pem: string, file: string): Certificate {
  if (pem.includes('PRIVATE KEY')) {
    throw new Error(
      `${file}: holds a private key, which must never be in the repository: remove it, and if it was committed treat every sealed value as known`,
    );
  }
  const x509 = parse(pem, file);
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = x509.publicKey;
  if (type !== 'rsa' || (details?.modulusLength ?? 0) < 2048) {
    const got = type === 'rsa' ? `${details?.modulusLength} bits` : type;
    throw new Error(`${file}: the key must be RSA with 2048 bits or more, got ${got}; ${howToFetch}`);
  }
  return {
    pem,
    fingerprint: x509.fingerprint256.replaceAll(':', '').toLowerCase(),
    validTo: new Date(x509.validTo),
    placeholder: x509.subject === `CN=${escaped(placeholderName)}`,
  };
}

/**
 * A certificate whose private key is gone when this returns: the example platform is sealed under it, so that it
 * synthesizes, and nobody can mistake its values for real ones. RSA, valid for ten years, as the controller makes its own.
 */
export function placeholderCertificate(now: Date, bits: number): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  const to = new Date(now);
  to.setUTCFullYear(now.getUTCFullYear() + years);
  return selfSigned({ privateKey, commonName: placeholderName, from: now, to });
}

export const howToFetch = 'fetch the right one with: kubeseal --fetch-cert > sealed/certificate.pem';

function parse(pem: string, file: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new Error(`${file}: is no X.509 certificate in PEM; ${howToFetch}`);
  }
}

/** OpenSSL prints a comma inside a name with a backslash. */
const escaped = (name: string): string => name.replaceAll(',', '\\,');
