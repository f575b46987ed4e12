import type { Inventory } from '../constructs/inventory.ts';
import { vaultNamespace } from '../constructs/secret.ts';
import { secretsOf } from '../constructs/secret-delivery.ts';
import { vaultRole } from '../constructs/vault-server.ts';

/** Who may log in, and what the policy of the same name lets them do. */
export interface VaultRole {
  readonly name: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly rules: readonly VaultRule[];
}

export interface VaultRule {
  readonly path: string;
  readonly capabilities: readonly ('create' | 'read' | 'update' | 'patch')[];
}

/** The mount of the KV store, as every path of ours begins. */
export const mountPath = 'secret';

/**
 * One role for each service account whose pods read from Vault, and one for what feeds it. Read off the pods, not off the claims:
 * what no pod reads, no role reads.
 *
 * @throws when two service accounts come to one role's name: each would read the other's secrets.
 */
export function vaultRoles(inventory: Inventory): readonly VaultRole[] {
  const readers = new Map<string, VaultRole & { readonly paths: Set<string> }>();
  for (const { props, place } of inventory.workloads) {
    const { files, env } = secretsOf(props);
    const read = [...files, ...env.map(([, reference]) => reference)].filter(
      ({ secret }) => secret.backend === 'vault',
    );
    if (read.length === 0) continue;
    const { namespace, serviceAccount } = place;
    const name = vaultRole(namespace, serviceAccount);
    const role = readers.get(name) ?? { name, namespace, serviceAccount, rules: [], paths: new Set() };
    refuseStranger(role, place);
    for (const { secret } of read) role.paths.add(secret.vaultPath);
    readers.set(name, role);
  }
  const roles = [...readers.values()].map(({ paths, ...role }) => ({ ...role, rules: [...paths].sort().map(mayRead) }));
  return [...roles, feeder(inventory)].sort((a, b) => (a.name < b.name ? -1 : 1));
}

const mayRead = (path: string): VaultRule => ({ path: `${mountPath}/data/${path}`, capabilities: ['read'] });

/** Writes every fed path and marks it. It reads no value, deletes nothing, and sees no path that is not fed. */
function feeder({ secrets }: Inventory): VaultRole {
  const serviceAccount = 'vault-feed';
  const fed = secrets.filter(({ backend }) => backend === 'vault').map(({ vaultPath }) => vaultPath);
  const rules = fed.sort().flatMap((path): VaultRule[] => [
    { path: `${mountPath}/data/${path}`, capabilities: ['create', 'update'] },
    { path: `${mountPath}/metadata/${path}`, capabilities: ['read', 'patch'] },
  ]);
  return { name: vaultRole(vaultNamespace, serviceAccount), namespace: vaultNamespace, serviceAccount, rules };
}

function refuseStranger(role: VaultRole, place: { readonly namespace: string; readonly serviceAccount: string }): void {
  if (role.namespace === place.namespace && role.serviceAccount === place.serviceAccount) return;
  const text = (of: typeof place) => `${of.namespace}/${of.serviceAccount}`;
  throw new Error(`Vault's role '${role.name}' would be both ${text(role)}'s and ${text(place)}'s: rename one of them`);
}

/** A policy as Vault reads it. @see https://developer.hashicorp.com/vault/docs/concepts/policies */
export function policyText(rules: readonly VaultRule[]): string {
  const quoted = (texts: readonly string[]) => texts.map((text) => JSON.stringify(text)).join(', ');
  return rules
    .map(({ path, capabilities }) => `path ${quoted([path])} {\n  capabilities = [${quoted(capabilities)}]\n}\n`)
    .join('\n');
}
