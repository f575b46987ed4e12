import type { Phase } from '../../platform/types.ts';
import { unreadableIn } from '../given/form.ts';
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

/** One line of a form, as its reader takes it; `asked` says the form. */
const line =
  (form: RegExp, asked: string) =>
  (text: string): string | undefined =>
    unreadableIn(text) ?? (form.test(text.replace(/\n$/, '')) ? undefined : `it must be ${asked}`);

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
    where:
      '/etc/uyoop/backup/password of the server; the folder of backup_secrets with each machine’s own goes into the safe beside the kit',
    without: 'no backup can be read',
    from: 1,
    problem: line(/^\S(?:.*\S)?$/, 'one line that is not empty, without a blank at either end'),
  },
  {
    file: 'k3s-token',
    flag: 'k3s-token',
    what: "K3s's server token",
    where: 'core-prod, /var/lib/rancher/k3s/server/token',
    without: 'a datastore snapshot cannot be restored: K3s encrypts its bootstrap data with it',
    from: 1,
    problem: line(/^K10[0-9a-f]{64}::server:\S+$/, 'K10, 64 hexadecimal digits, ::server: and a password, on one line'),
  },
  {
    file: 'state-token',
    flag: 'state-token',
    what: "the token of Terraform's state (TF_HTTP_PASSWORD)",
    where: 'GitLab, an access token with api scope',
    without: 'the state can be read again only by someone who can log in to GitLab',
    from: 1,
    problem: line(/^[\w.-]{20,}$/, 'a token of GitLab, 20 characters or more on one line'),
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

/** A share of Shamir's is a byte longer than the key of 32 that it is a share of; a single key is no share. */
const shareBytes = [32, 33];

function vaultProblem(text: string): string | undefined {
  let json: { readonly unseal_keys_b64?: unknown; readonly unseal_threshold?: unknown } | null;
  try {
    json = JSON.parse(text);
  } catch {
    return 'it is no JSON: vault operator init -format=json prints it';
  }
  const keys: unknown = json?.unseal_keys_b64;
  if (!Array.isArray(keys) || keys.length === 0) return 'it holds no unseal_keys_b64';
  const threshold = json?.unseal_threshold;
  if (!Number.isInteger(threshold) || Number(threshold) < 1) return 'it does not say unseal_threshold';
  if (!keys.every(isShare)) return 'one of unseal_keys_b64 is no key: 32 or 33 bytes in base64';
  const distinct = new Set(keys).size;
  if (distinct < keys.length) return `of its ${keys.length} keys only ${distinct} differ`;
  return keys.length >= Number(threshold) ? undefined : `it holds ${keys.length} keys, and Vault wants ${threshold}`;
}

function isShare(key: unknown): boolean {
  if (typeof key !== 'string') return false;
  const bytes = Buffer.from(key, 'base64');
  return bytes.toString('base64') === key && shareBytes.includes(bytes.length);
}

function problemOf(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
