import { pbkdf2Sync } from 'node:crypto';

/** Checks a digest as Authelia does; shares no code with what makes one. */
export function verifies(value: string, text: string): boolean {
  const [, , rounds, salt, hash] = text.split('$') as [string, string, string, string, string];
  const decode = (part: string) => Buffer.from(part.replace(/\./g, '+'), 'base64');
  return pbkdf2Sync(value, decode(salt), Number(rounds), decode(hash).length, 'sha512').equals(decode(hash));
}
