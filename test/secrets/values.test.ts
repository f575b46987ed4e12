import { createPrivateKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { digest, given, random } from '../../constructs/secret/secret.ts';
import type { Wanted } from '../../secrets/declared/declared.ts';
import { makeValues, pbkdf2Digest, randomText, rsaPrivateKey } from '../../secrets/given/values.ts';
import { claimsOf } from './bench.ts';
import { verifies } from './verifies.ts';

describe('a digest', () => {
  it('verifies against its value, and no other', () => {
    const text = pbkdf2Digest('p');
    expect(verifies('p', text)).toBe(true);
    expect(verifies('q', text)).toBe(false);
  });

  it("has Authelia's notation: 310000 rounds, 16 bytes of salt, 64 of hash, '.' for '+', no padding", () => {
    for (let i = 0; i < 5; i++) {
      expect(pbkdf2Digest(String(i))).toMatch(/^\$pbkdf2-sha512\$310000\$[A-Za-z0-9./]{22}\$[A-Za-z0-9./]{86}$/);
    }
  });

  it("is checked here as Authelia's own example is: the digest of insecure_secret from its documentation", () => {
    const example =
      '$pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4aK4Q$JNRBzwAo0ek5qKn50cFzzvE9RXV88h1wJn5KGiHrD0YKtZaR/nCb2CJPOsKaPK0hjf.9yHxzQGZziziccp6Yng';
    expect(verifies('insecure_secret', example)).toBe(true);
  });
});

describe('a random value', () => {
  it('has the wanted length and no character that a URL, a shell or an INI file mistakes', () => {
    expect(randomText(40)).toMatch(/^[A-Za-z0-9]{40}$/);
  });

  it('takes every letter and digit about as often', () => {
    const counts = new Map<string, number>();
    for (const letter of randomText(62_000)) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    expect(counts.size).toBe(62);
    // 1000 expected, standard deviation 32: eight of them is never.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(256);
  });
});

describe('an RSA value', () => {
  it('is a private key of the wanted size, PKCS#8 in PEM', () => {
    const pem = rsaPrivateKey(2048);
    expect(pem).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    expect(createPrivateKey(pem).asymmetricKeyDetails?.modulusLength).toBe(2048);
  });
});

describe('making values', () => {
  it('makes a digest from the value of the same run, whatever the order', () => {
    const [source] = claimsOf({ 'a/source': { secret: random() } });
    if (!source) throw new Error('no claim');
    const [user] = claimsOf({ 'b/user': { digest: digest(source.key('secret')) } });
    if (!user) throw new Error('no claim');
    const wanted: Wanted[] = [user, source].flatMap((claim) =>
      Object.entries(claim.keys).map(([key, recipe]) => ({ claim, key, recipe })),
    );
    const values = makeValues(wanted, () => undefined);
    expect(verifies(values.get('a/source secret') as string, values.get('b/user digest') as string)).toBe(true);
  });

  it('refuses a digest of what nobody declares', () => {
    const [source] = claimsOf({ 'a/source': { secret: random() } });
    if (!source) throw new Error('no claim');
    const [user] = claimsOf({ 'b/user': { digest: digest(source.key('secret')) } });
    if (!user) throw new Error('no claim');
    const wanted = [{ claim: user, key: 'digest', recipe: digest(source.key('secret')) }];
    expect(() => makeValues(wanted, () => undefined)).toThrow(
      'a/source secret: a digest is made of it, but no service declares it',
    );
  });

  it('refuses a given value that nobody gave', () => {
    const [claim] = claimsOf({ 'a/mail': { password: given('by a person') } });
    if (!claim) throw new Error('no claim');
    const wanted = [{ claim, key: 'password', recipe: given('by a person') }];
    expect(() => makeValues(wanted, () => undefined)).toThrow('a/mail password: nobody gave a value');
  });
});
