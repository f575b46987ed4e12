import type { Recipe, SecretClaim, SecretReference } from '../../constructs/secret.ts';

/** What this room needs to know of a claim; the union of claims from several phases has it too. */
export type Claim = Pick<SecretClaim, 'namespace' | 'name' | 'keys' | 'homes'>;

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

/**
 * Every secret that any of the compositions declares, once, in the order of their names: what is sealed must serve every
 * phase and both engines.
 *
 * @throws when two declarations of one key differ in how the value is made.
 */
export function unionOf(inventories: readonly { readonly secrets: readonly Claim[] }[]): readonly Claim[] {
  const union = new Map<string, Claim>();
  for (const claim of inventories.flatMap(({ secrets }) => secrets)) {
    const secret = secretOf(claim);
    const known = union.get(secret);
    const { namespace, name, homes } = claim;
    union.set(secret, { namespace, name, homes, keys: merged(secret, known?.keys ?? {}, claim.keys) });
  }
  return [...union].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, claim]) => claim);
}

function merged(secret: string, known: Claim['keys'], more: Claim['keys']): Claim['keys'] {
  for (const [key, recipe] of Object.entries(more)) {
    const before = known[key];
    if (before && describe(before) !== describe(recipe)) {
      throw new Error(
        `${secret}: key '${key}' is declared twice, as '${describe(before)}' and as '${describe(recipe)}': make both the same`,
      );
    }
  }
  return { ...known, ...more };
}

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

/**
 * The environment variable that hands a value over: `UYOOP_PROD_WEB_GHOST_MAIL_PASSWORD`.
 */
export function variableOf(wanted: Pick<Wanted, 'claim' | 'key'>): string {
  const { namespace, name } = wanted.claim;
  return `UYOOP_${namespace}_${name}_${wanted.key}`.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}
