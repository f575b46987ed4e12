import { generateKeyPairSync, pbkdf2Sync, randomBytes, randomInt } from 'node:crypto';
import { by } from '../../constructs/facts/by.ts';
import type { Recipe } from '../../constructs/secret/secret.ts';
import { idOf, idOfReference, type Wanted } from '../declared/declared.ts';

const lettersAndDigits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Letters and digits, each as likely as any other: just under 6 bits a character. */
export function randomText(length: number): string {
  return Array.from({ length }, () => lettersAndDigits[randomInt(lettersAndDigits.length)]).join('');
}

/** An RSA private key, PKCS#8 in PEM. */
export function rsaPrivateKey(bits: number): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

const iterations = 310_000;

/**
 * The digest that Authelia keeps of a client's secret: PBKDF2 with SHA-512 in the notation of passlib, whose base64 has
 * `.` for `+` and no padding.
 *
 * @see https://www.authelia.com/integration/openid-connect/frequently-asked-questions/#client-secret
 */
export function pbkdf2Digest(value: string): string {
  const salt = randomBytes(16);
  const hash = pbkdf2Sync(value, salt, iterations, 64, 'sha512');
  return `$pbkdf2-sha512$${iterations}$${adapted(salt)}$${adapted(hash)}`;
}

const adapted = (bytes: Buffer): string => bytes.toString('base64').replaceAll('+', '.').replaceAll('=', '');

/** Whether somebody else has to say the value: a person, or Terraform. */
export const isProvided = ({ from }: Recipe): boolean =>
  ({ given: true, terraform: true, random: false, rsa: false, digest: false })[from];

/**
 * Makes every wanted value by its recipe, by id. Digests come from the values of the same run.
 *
 * @param provided the values that a person or Terraform hands over
 * @param standing values that would be made here and are in use already
 * @throws when a value that must be provided is not, or a digest's source is not wanted too.
 */
export function makeValues(
  wanted: readonly Wanted[],
  provided: (wanted: Wanted) => string | undefined,
  standing: (wanted: Wanted) => string | undefined = () => undefined,
): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const byId = new Map(wanted.map((one) => [idOf(one), one]));
  const make = (id: string): string => {
    const one = byId.get(id);
    if (!one) throw new Error(`${id}: a digest is made of it, but no service declares it`);
    const value = values.get(id) ?? standing(one) ?? makeValue(one, provided, make);
    values.set(id, value);
    return value;
  };
  for (const id of byId.keys()) make(id);
  return values;
}

function makeValue(
  wanted: Wanted,
  provided: (wanted: Wanted) => string | undefined,
  sourceOf: (id: string) => string,
): string {
  const given = () => {
    const value = provided(wanted);
    if (!value) throw new Error(`${idOf(wanted)}: nobody gave a value`);
    return value;
  };
  return by('from', wanted.recipe, {
    random: ({ length }) => randomText(length),
    rsa: ({ bits }) => rsaPrivateKey(bits),
    digest: ({ of }) => pbkdf2Digest(sourceOf(idOfReference(of))),
    given,
    terraform: given,
  });
}
