import type { SecretClaim } from '../../constructs/secret.ts';
import type { PodOwner } from '../../constructs/workload.ts';
import { type Claim, describe, secretOf } from './declared.ts';
import { usersOf } from './users.ts';

/** What this room reads of an inventory. */
export interface Declaring {
  readonly secrets: readonly (Claim | SecretClaim)[];
  readonly workloads?: readonly PodOwner[];
}

/**
 * Every secret that any of the compositions declares, once, in the order of their names: what is sealed must serve every
 * phase and both engines.
 *
 * @throws when two declarations of one key differ in how the value is made.
 */
export function unionOf(inventories: readonly Declaring[]): readonly Claim[] {
  const union = new Map<string, Claim>();
  for (const { secrets, workloads = [] } of inventories) {
    const users = usersOf(workloads);
    for (const claim of secrets) {
      const secret = secretOf(claim);
      union.set(secret, joined(union.get(secret), claim, users.get(secret) ?? {}));
    }
  }
  return [...union].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, claim]) => claim);
}

function joined(known: Claim | undefined, claim: Claim | SecretClaim, users: NonNullable<Claim['users']>): Claim {
  const { namespace, name, homes } = claim;
  const keys = merged(secretOf(claim), known?.keys ?? {}, claim.keys);
  const declaredBy = 'node' in claim ? claim.node.scope?.node.path : claim.declaredBy;
  const usersByKey = Object.keys(keys).map((key) => {
    const all = [...(known?.users?.[key] ?? []), ...(users[key] ?? [])];
    return [key, [...new Map(all.map((user) => [user.path, user])).values()]] as const;
  });
  return { namespace, name, homes, keys, users: Object.fromEntries(usersByKey), ...(declaredBy && { declaredBy }) };
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
