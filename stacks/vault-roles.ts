import type { Inventory } from '../constructs/inventory.ts';
import { valuesOf } from '../constructs/pod/secret-delivery.ts';
import { fromVault, isLeased, type ValueReference } from '../constructs/secret/secret.ts';
import type { VaultRule } from '../constructs/secret/vault-access.ts';
import { vaultRole } from '../constructs/secret/vault-server.ts';

/** Who may log in, and what the policy of the same name lets them do. */
export interface VaultRole {
  readonly name: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly rules: readonly VaultRule[];
  /** It reads logins that live no longer than its token. */
  readonly leases: boolean;
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
  const add = ({ namespace, serviceAccount }: Account, rules: readonly VaultRule[], leases = false) => {
    const name = vaultRole(namespace, serviceAccount);
    const role = roles.get(name) ?? { name, namespace, serviceAccount, rules: [], leases };
    refuseStranger(role, { namespace, serviceAccount });
    roles.set(name, { ...role, rules: [...role.rules, ...rules], leases: role.leases || leases });
  };
  for (const { props, place } of workloads) {
    const read = valuesOf(props).filter(fromVault);
    if (read.length > 0) add(place, read.map(mayRead), read.some(isLeased));
  }
  for (const access of vaultAccess) add(access, access.rules);
  return [...roles.values()].map(inOrder).sort((a, b) => (a.name < b.name ? -1 : 1));
}

const mayRead = ({ secret }: ValueReference): VaultRule => ({ path: secret.readPath, capabilities: ['read'] });

/** Each path once, with all that is allowed there: of two blocks for one path Vault keeps the last. */
function inOrder({ rules, ...account }: VaultRole): VaultRole {
  const allowed = new Map<string, VaultRule>();
  for (const rule of rules) {
    const capabilities = new Set([...(allowed.get(rule.path)?.capabilities ?? []), ...rule.capabilities]);
    allowed.set(rule.path, { ...rule, capabilities: [...capabilities].sort() });
  }
  return { ...account, rules: [...allowed.values()].sort((a, b) => (a.path < b.path ? -1 : 1)) };
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
  return rules.map((rule) => `path ${JSON.stringify(rule.path)} {\n${settings(rule).join('')}}\n`).join('\n');
}

function settings({ capabilities, only }: VaultRule): string[] {
  const list = (texts: readonly string[]) => `[${texts.map((text) => JSON.stringify(text)).join(', ')}]`;
  const parameters = only
    ? [`allowed_parameters = { ${JSON.stringify(only)} = [] }`, `required_parameters = ${list([only])}`]
    : [];
  return [`capabilities = ${list(capabilities)}`, ...parameters].map((line) => `  ${line}\n`);
}
