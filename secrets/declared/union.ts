import type { PodOwner } from '../../constructs/pod/workload.ts';
import type { SecretClaim } from '../../constructs/secret/secret.ts';
import type { DatabaseLogin } from '../../constructs/state/database-login.ts';
import { type Claim, describe, secretOf } from './declared.ts';
import { loginKey, usersOf } from './users.ts';

/** What this room reads of an inventory. */
export interface Declaring {
  readonly secrets: readonly (Claim | SecretClaim)[];
  readonly workloads?: readonly PodOwner[];
  readonly databaseLogins?: readonly DatabaseLogin[];
}

/**
 * Every secret that any of the compositions declares, once, in the order of their names: what is sealed must serve every
 * phase and both engines. Who reads a value, and when it is due, is said by the first composition that declares it; what
 * must be in the cluster already by the first of all, which is the platform as it is.
 *
 * @throws when two declarations of one key differ in how the value is made.
 */
export function unionOf(inventories: readonly Declaring[]): readonly Claim[] {
  const union = new Map<string, Claim>();
  for (const [index, { secrets, workloads = [], databaseLogins = [] }] of inventories.entries()) {
    const users = usersOf(workloads);
    for (const claim of secrets) {
      const secret = secretOf(claim);
      const login = databaseLogins.find((one) => secretOf(one) === secret);
      const existing = index === 0 && existingOf(claim);
      const one = { ...told(claim, users.get(secret) ?? {}, login), ...(existing && { existing }) };
      union.set(secret, joined(union.get(secret), one));
    }
  }
  return [...union].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, claim]) => claim);
}

/** A claim with what its composition knows of it. */
function told(claim: Claim | SecretClaim, users: NonNullable<Claim['users']>, login?: DatabaseLogin): Claim {
  const { namespace, name, homes, keys } = claim;
  const { [loginKey]: logsIn = [], ...readers } = users;
  const declaredBy = 'node' in claim ? claim.node.scope?.node.path : claim.declaredBy;
  return {
    namespace,
    name,
    homes,
    keys,
    users: Object.fromEntries(Object.keys(keys).map((key) => [key, readers[key] ?? []])),
    ...(declaredBy && { declaredBy }),
    ...(login && { login: { kind: login.changing, users: logsIn } }),
  };
}

function existingOf(claim: Claim | SecretClaim): Claim['existing'] {
  if (!('backend' in claim)) return claim.existing;
  return claim.backend === 'existing' ? { keys: Object.keys(claim.keys), beside: claim.beside } : undefined;
}

function joined(known: Claim | undefined, claim: Claim): Claim {
  if (!known) return claim;
  refuseOther(known, claim);
  return { ...known, keys: { ...claim.keys, ...known.keys }, users: { ...claim.users, ...known.users } };
}

function refuseOther(known: Claim, claim: Claim): void {
  for (const [key, recipe] of Object.entries(claim.keys)) {
    const before = known.keys[key];
    if (before && describe(before) !== describe(recipe)) {
      throw new Error(
        `${secretOf(claim)}: key '${key}' is declared twice, as '${describe(before)}' and as '${describe(recipe)}': make both the same`,
      );
    }
  }
}
