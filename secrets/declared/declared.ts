import { nearest } from '../../constructs/facts/nearest.ts';
import type { LoginKind, Recipe, SecretClaim, SecretReference } from '../../constructs/secret/secret.ts';
import type { User } from './restarts.ts';

/** What this room needs to know of a claim; the union of claims from several phases has it too. */
export interface Claim extends Pick<SecretClaim, 'namespace' | 'name' | 'keys' | 'homes'> {
  /** The construct that declares it. */
  readonly declaredBy?: string;
  /** Who reads each key. */
  readonly users?: Readonly<Record<string, readonly User[]>>;
  /** The platform as it is expects it in the cluster already: these keys, and what stands beside them. */
  readonly existing?: { readonly keys: readonly string[]; readonly beside: SecretClaim['beside'] };
  /** What Vault makes in its stead, and who logs in with that. */
  readonly login?: { readonly kind: LoginKind; readonly users: readonly User[] };
}

/** One key of a secret that somebody needs. */
export interface Wanted {
  readonly claim: Claim;
  readonly key: string;
  readonly recipe: Recipe;
}

export const secretOf = ({ namespace, name }: Pick<Claim, 'namespace' | 'name'>): string => `${namespace}/${name}`;

/** Names one value among all: `prod-web/ghost-mail password`. */
export const idOf = ({ claim, key }: Pick<Wanted, 'claim' | 'key'>): string => `${secretOf(claim)} ${key}`;

export const idOfReference = ({ secret, key }: SecretReference): string => `${secretOf(secret)} ${key}`;

/** How a value is made, in words. */
export function describe(recipe: Recipe): string {
  switch (recipe.from) {
    case 'random':
      return `random, ${recipe.length} characters`;
    case 'rsa':
      return `RSA key, ${recipe.bits} bits`;
    case 'given':
      return `given: ${recipe.what}`;
    case 'terraform':
      return `terraform output ${recipe.stack}.${recipe.output}`;
    case 'digest':
      return `digest of ${idOfReference(recipe.of)}`;
  }
}

/** The environment variable that hands a value over: `UYOOP_PROD_WEB_GHOST_MAIL_PASSWORD`. */
export function variableOf(wanted: Pick<Wanted, 'claim' | 'key'>): string {
  const { namespace, name } = wanted.claim;
  return `UYOOP_${namespace}_${name}_${wanted.key}`.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}

/**
 * The values of a secret, or one of them, by the words that a person typed.
 *
 * @throws with the nearest name that is declared. What was typed is repeated only if it has the form of a name.
 */
export function findDeclared<W extends Wanted>(values: readonly W[], secret: string, key?: string): readonly W[] {
  const ofSecret = values.filter(({ claim }) => secretOf(claim) === secret);
  if (ofSecret.length === 0) {
    const known = [...new Set(values.map(({ claim }) => secretOf(claim)))];
    const shown = /^[a-z0-9-]+\/[a-z0-9.-]+$/.test(secret) ? `'${secret}'` : 'what was typed';
    throw new Error(`${shown} is no declared secret (NAMESPACE/NAME); nearest: ${nearest(secret, known)}`);
  }
  const found = ofSecret.filter((value) => key === undefined || value.key === key);
  if (found.length > 0) return found;
  throw new Error(`${secret} has no such key; it has ${ofSecret.map((value) => `'${value.key}'`).join(', ')}`);
}
