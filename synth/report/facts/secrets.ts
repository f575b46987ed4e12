import { appOf } from '../../../constructs/facts/platform-app.ts';
import { intervalOf, neverOf } from '../../../constructs/secret/rotation.ts';
import type { LoginKind, Recipe, SecretBackend, SecretClaim } from '../../../constructs/secret/secret.ts';
import type { Model } from '../../model/model.ts';

/** One value that a service needs: where it comes from, how old it is and how long it is good for. */
export interface SecretLife {
  /** `namespace/name`. */
  readonly secret: string;
  readonly key: string;
  readonly from: Recipe['from'];
  readonly backend: SecretBackend;
  readonly state: 'sealed' | 'placeholder' | 'missing';
  /** The day on which it was made; of a placeholder and of what is not sealed nobody knows one. */
  readonly made?: string;
  /** Days that it is good for; undefined: nothing makes it due. */
  readonly days?: number;
  /** Why it must never be replaced by itself. */
  readonly never?: string;
}

/** A login to a database that Vault replaces by itself. */
export interface ReplacedLogin {
  readonly secret: string;
  readonly kind: LoginKind;
}

/** Every value that is declared, in the order of declaration. Whatever the phase: what is sealed is what was made. */
export function secretLives({ inventory }: Model): readonly SecretLife[] {
  return inventory.secrets.flatMap((claim) =>
    Object.entries(claim.keys).map(([key, recipe]) => ({
      secret: `${claim.namespace}/${claim.name}`,
      key,
      from: recipe.from,
      backend: claim.backend,
      ...stateOf(claim, key),
      days: intervalOf(recipe),
      never: neverOf(recipe),
    })),
  );
}

function stateOf(claim: SecretClaim, key: string): Pick<SecretLife, 'state' | 'made'> {
  const { encryptedData, made } = appOf(claim).sealed[claim.homes.sealed] ?? { encryptedData: {} };
  if (!(key in encryptedData)) return { state: 'missing' };
  return made?.[key] === undefined ? { state: 'placeholder' } : { state: 'sealed', made: made[key] };
}

export function replacedLogins({ inventory }: Model): readonly ReplacedLogin[] {
  return inventory.databaseLogins.map(({ namespace, name, changing }) => ({
    secret: `${namespace}/${name}`,
    kind: changing,
  }));
}
