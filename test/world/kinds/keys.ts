import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type Kind, right, wrong } from './kind.ts';

const der = (key: KeyObject): string => key.export({ type: 'spki', format: 'der' }).toString('base64');
/** Made anew in each run: which key it is decides nothing. */
const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength });
const pair = rsa(2048);
export const dkimKey = der(pair.publicKey);

export const dkimKeys: Kind<string> = {
  name: 'DKIM key',
  cases: [
    ...right(dkimKey, der(rsa(1024).publicKey)),
    ...wrong('an empty key is a revoked one', ''),
    ...wrong(
      'no reader of DKIM takes it',
      pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      `v=DKIM1;k=rsa;p=${dkimKey}`,
      `"${dkimKey}"`,
      dkimKey.slice(0, 200),
      dkimKey.slice(0, -1),
      `${dkimKey.slice(0, 60)}\n${dkimKey.slice(60)}`,
      dkimKey.replaceAll('/', '_').replaceAll('+', '-').replace('=', ''),
      'undefined',
      'AAAA',
      ` ${dkimKey}`,
    ),
    ...wrong('too weak: RFC 8301 wants 1024 bits', der(rsa(512).publicKey)),
    ...wrong('the record says k=rsa', der(generateKeyPairSync('ed25519').publicKey)),
    ...wrong('a private key in public', pair.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64')),
  ],
};

const wireguard = Buffer.alloc(32, 7).toString('base64');
export const wireguardKeys: Kind<string> = {
  name: 'WireGuard key',
  cases: [
    ...right(wireguard),
    ...wrong(
      'no key of 32 bytes',
      '',
      'x',
      wireguard.slice(0, -1),
      wireguard.slice(0, 40),
      Buffer.alloc(31, 7).toString('base64'),
      Buffer.alloc(33, 7).toString('base64'),
      Buffer.alloc(32, 7).toString('hex'),
      `${wireguard}\n`,
      ` ${wireguard}`,
      wireguard.replace('=', ''),
      'undefined',
      '!'.repeat(44),
    ),
    ...wrong('the key of another machine', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE='),
  ],
};
