import type { Inventory } from '../constructs/inventory.ts';
import { secretsOf } from '../constructs/secret-delivery.ts';
import type { VaultRule } from '../constructs/vault-access.ts';
import { mountPath, vaultRole } from '../constructs/vault-server.ts';

/** Who may log in, and what the policy of the same name lets them do. */
export interface VaultRole {
  readonly name: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly rules: readonly VaultRule[];
}

type Account = Pick<VaultRole, 'namespace' | 'serviceAccount'>;

/**
 * One role for each service account whose pods read from Vault, or that may do something else there. Read off the pods, not off
 * the claims: what no pod reads, no role reads.
 *
 * @throws when two service accounts come to one role's name: each would read the other's secrets.
 */
export function vaultRoles({ workloads, vaultAccess }: Inventory): readonly VaultRole[] {
  const roles = new Map<string, VaultRole>();
  const add = ({ namespace, serviceAccount }: Account, rules: readonly VaultRule[]) => {
    const name = vaultRole(namespace, serviceAccount);
    const role = roles.get(name) ?? { name, namespace, serviceAccount, rules: [] };
    refuseStranger(role, { namespace, serviceAccount });
    roles.set(name, { ...role, rules: [...role.rules, ...rules] });
  };
  for (const { props, place } of workloads) {
    const paths = readBy(props);
    if (paths.length > 0) add(place, paths.map(mayRead));
  }
  for (const access of vaultAccess) add(access, access.rules);
  return [...roles.values()].map(inOrder).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readBy(props: Parameters<typeof secretsOf>[0]): string[] {
  const { files, env } = secretsOf(props);
  const read = [...files, ...env.map(([, reference]) => reference)];
  return read.filter(({ secret }) => secret.backend === 'vault').map(({ secret }) => secret.vaultPath);
}

const mayRead = (path: string): VaultRule => ({ path: `${mountPath}/data/${path}`, capabilities: ['read'] });

/** Each path once, with all that is allowed there: of two blocks for one path Vault keeps the last. */
function inOrder({ rules, ...account }: VaultRole): VaultRole {
  const allowed = new Map<string, Set<VaultRule['capabilities'][number]>>();
  for (const { path, capabilities } of rules) {
    allowed.set(path, new Set([...(allowed.get(path) ?? []), ...capabilities]));
  }
  const merged = [...allowed].map(([path, capabilities]) => ({ path, capabilities: [...capabilities].sort() }));
  return { ...account, rules: merged.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

function refuseStranger(role: VaultRole, account: Account): void {
  if (role.namespace === account.namespace && role.serviceAccount === account.serviceAccount) return;
  const text = (of: Account) => `${of.namespace}/${of.serviceAccount}`;
  throw new Error(
    `Vault's role '${role.name}' would be both ${text(role)}'s and ${text(account)}'s: rename one of them`,
  );
}

/** A policy as Vault reads it. @see https://developer.hashicorp.com/vault/docs/concepts/policies */
export function policyText(rules: readonly VaultRule[]): string {
  const quoted = (texts: readonly string[]) => texts.map((text) => JSON.stringify(text)).join(', ');
  return rules
    .map(({ path, capabilities }) => `path ${quoted([path])} {\n  capabilities = [${quoted(capabilities)}]\n}\n`)
    .join('\n');
}
