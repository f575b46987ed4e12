import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { placeholderCertificate, readCertificate } from '../../secrets/crypto/certificate.ts';
import { looksSealed, seal } from '../../secrets/crypto/seal.ts';
import { certificateOf, clusterCertificate, clusterKey, now, open } from './bench.ts';

const home = 'prod-web/ghost-mail';

describe('seal', () => {
  it.each(['p', '', 'é\n中', 'x'.repeat(1024 * 1024)])('is opened by the private key (case %#)', (value) => {
    expect(open(seal(clusterCertificate, home, value), home)).toBe(value);
  });

  it('does not open under another name or namespace', () => {
    const ciphertext = seal(clusterCertificate, home, 'p');
    expect(() => open(ciphertext, 'prod-web/ghost-mai')).toThrow();
    expect(() => open(ciphertext, 'prod-webghost-mail')).toThrow();
  });

  it('does not open when a bit was changed', () => {
    const bytes = Buffer.from(seal(clusterCertificate, home, 'value'), 'base64');
    bytes[2 + 256] = (bytes[2 + 256] as number) ^ 1;
    expect(() => open(bytes.toString('base64'), home)).toThrow();
  });

  it('begins with the length of the RSA part: 256 bytes for a key of 2048 bits', () => {
    const bytes = Buffer.from(seal(clusterCertificate, home, 'value'), 'base64');
    expect([...bytes.subarray(0, 2)]).toEqual([1, 0]);
    expect(bytes.length).toBe(2 + 256 + 'value'.length + 16);
  });

  it('gives another ciphertext each time', () => {
    expect(seal(clusterCertificate, home, 'p')).not.toBe(seal(clusterCertificate, home, 'p'));
  });

  it('refuses a value over 1 MiB without showing it', () => {
    expect(() => seal(clusterCertificate, home, 'x'.repeat(1024 * 1024 + 1))).toThrow(
      /^prod-web\/ghost-mail: a value of 1048577 bytes is over the 1 MiB/,
    );
  });

  it('is told from a text that was cut off', () => {
    const ciphertext = seal(clusterCertificate, home, '');
    expect(looksSealed(ciphertext)).toBe(true);
    expect(looksSealed(ciphertext.slice(0, -4))).toBe(false);
    expect(looksSealed('AQ==')).toBe(false);
    expect(looksSealed('a password')).toBe(false);
  });
});

describe('the placeholder certificate', () => {
  const pem = placeholderCertificate(now, 2048);
  const x509 = new X509Certificate(pem);

  it('says in its subject what it is', () => {
    expect(x509.subject).toBe('CN=uyoop placeholder\\, private key thrown away');
    expect(readCertificate(pem, 'c').placeholder).toBe(true);
    expect(readCertificate(clusterCertificate, 'c').placeholder).toBe(false);
  });

  it('is valid for ten years and signed by itself', () => {
    expect(new Date(x509.validFrom)).toEqual(now);
    expect(new Date(x509.validTo)).toEqual(new Date('2036-11-23T12:00:00Z'));
    expect(x509.verify(x509.publicKey)).toBe(true);
  });

  it('holds no private key', () => {
    expect(pem).not.toContain('PRIVATE');
  });
});

describe('a self-signed certificate', () => {
  it('carries the public half of the key, and a year after 2049', () => {
    const x509 = new X509Certificate(certificateOf(clusterKey, new Date('2061-01-02T03:04:05Z')));
    expect(x509.checkPrivateKey(clusterKey)).toBe(true);
    expect(new Date(x509.validTo)).toEqual(new Date('2061-01-02T03:04:05Z'));
  });

  it('has a serial number of its own', () => {
    const serials = Array.from({ length: 50 }, () => new X509Certificate(certificateOf(clusterKey)).serialNumber);
    expect(new Set(serials).size).toBe(50);
    for (const serial of serials) expect(serial).toMatch(/^[4-7][0-9A-F]{31}$/);
  });
});

describe('a certificate file', () => {
  it('is refused when it is none', () => {
    expect(() => readCertificate('hello', 'sealed/certificate.pem')).toThrow(
      'sealed/certificate.pem: is no X.509 certificate in PEM; fetch the right one with: kubeseal --fetch-cert',
    );
  });

  it('is refused when a private key stands beside it', () => {
    const key = clusterKey.export({ type: 'pkcs8', format: 'pem' });
    expect(() => readCertificate(`${clusterCertificate}${key}`, 'c')).toThrow('c: holds a private key');
  });

  // Made by: openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /dev/null -subj /CN=ec -days 36500
  const elliptic = `-----BEGIN CERTIFICATE-----
MIIBcTCCARegAwIBAgIUIUp9qUgcIekzoEw4hokrO8qVJi8wCgYIKoZIzj0EAwIw
DTELMAkGA1UEAwwCZWMwIBcNMjYxMTIzMTgwOTEyWhgPMjEyNjEwMzAxODA5MTJa
MA0xCzAJBgNVBAMMAmVjMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEN/sV62NG
lfwe6rOrZbPelDXZ+j/LMa5Bl7UuBteFNM8GMQWMhvltlTfoZNig+Y6Vmh1IHcY0
iFEC5Bx/3Vgy2KNTMFEwHQYDVR0OBBYEFG7Uoq/csVqXFzGt7yklDa40BuzcMB8G
A1UdIwQYMBaAFG7Uoq/csVqXFzGt7yklDa40BuzcMA8GA1UdEwEB/wQFMAMBAf8w
CgYIKoZIzj0EAwIDSAAwRQIhAK2Qnc1zujL3iaIRecQjjtUc+3anDUOdFh7zFKYD
herRAiAd+gCsGelT1uxJjC18fLbImOzrBHt5yMFqoRxuh4z5Yw==
-----END CERTIFICATE-----`;

  it('is refused when its key is not RSA', () => {
    expect(() => readCertificate(elliptic, 'c')).toThrow('c: the key must be RSA with 2048 bits or more, got ec;');
  });
});
