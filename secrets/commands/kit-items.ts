import type { Phase } from '../../platform/types.ts';
import { keysIn } from '../given/key-pair.ts';

/** Something without which the platform cannot be built again from this repository. */
export interface KitItem {
  /** Its file in the kit. */
  readonly file: string;
  readonly flag: 'key' | 'restic-password' | 'vault-keys' | 'k3s-token' | 'state-token';
  readonly what: string;
  readonly where: string;
  /** What is lost when it is. */
  readonly without: string;
  /** Needed from this phase on. */
  readonly from: Phase;
  /** What is wrong with a text that should be it; undefined: nothing. */
  problem(text: string): string | undefined;
}

const notEmpty = (text: string): string | undefined =>
  /^\S[^\n]*\n?$/.test(text) ? undefined : 'it must be one line that is not empty';

/** All that must be in the safe. */
export const kitItems: readonly KitItem[] = [
  {
    file: 'sealing-key.yaml',
    flag: 'key',
    what: 'the private key that opens sealed/',
    where:
      'where init wrote it, or: kubectl -n sealed-secrets get secret -l sealedsecrets.bitnami.com/sealed-secrets-key -o yaml',
    without: 'every sealed value must be made anew, in every service',
    from: 1,
    problem: (text) => problemOf(() => keysIn(text, 'sealing key')),
  },
  {
    file: 'restic-password',
    flag: 'restic-password',
    what: 'the password of the restic repositories',
    where: 'the host layer, /etc/restic/password',
    without: 'no backup can be read',
    from: 1,
    problem: notEmpty,
  },
  {
    file: 'k3s-token',
    flag: 'k3s-token',
    what: "K3s's server token",
    where: 'core-prod, /var/lib/rancher/k3s/server/token',
    without: 'a datastore snapshot cannot be restored: K3s encrypts its bootstrap data with it',
    from: 1,
    problem: notEmpty,
  },
  {
    file: 'state-token',
    flag: 'state-token',
    what: "the token of Terraform's state (TF_HTTP_PASSWORD)",
    where: 'GitLab, an access token with api scope',
    without: 'the state can be read again only by someone who can log in to GitLab',
    from: 1,
    problem: notEmpty,
  },
  {
    file: 'vault-keys.json',
    flag: 'vault-keys',
    what: "Vault's unseal keys",
    where: 'what vault operator init -format=json printed, once',
    without: 'Vault stays sealed after its next restart, for ever',
    from: 3,
    problem: vaultProblem,
  },
];

function vaultProblem(text: string): string | undefined {
  let json: { readonly unseal_keys_b64?: unknown; readonly unseal_threshold?: unknown } | null;
  try {
    json = JSON.parse(text);
  } catch {
    return 'it is no JSON: vault operator init -format=json prints it';
  }
  const keys = json?.unseal_keys_b64;
  if (!Array.isArray(keys) || keys.length === 0) return 'it holds no unseal_keys_b64';
  const threshold = Number(json?.unseal_threshold ?? 1);
  return keys.length >= threshold ? undefined : `it holds ${keys.length} keys, and Vault wants ${threshold}`;
}

function problemOf(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
