import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import {
  type DatabaseLogin,
  databaseMount,
  feedDigest,
  type Inventory,
  kvMount,
  projection,
  type SecretClaim,
  type VaultRule,
} from '../../index.ts';
import feedScript from './feed.sh';
import { VaultJob } from './job.ts';

const secretsFolder = '/feed';

/** What is to be fed: every secret of the platform, and every login that Vault makes. */
export type VaultFeedProps = Pick<Inventory, 'secrets' | 'databaseLogins'>;

/**
 * Writes what lies sealed beside Vault into its KV store, and leaves alone what a person has set there since. A CronJob and not a
 * Job: a Job's pod cannot be changed once it is applied, runs once, and would have failed for good while Vault is sealed.
 *
 * The script knows what it fed by two marks in the path's custom metadata: the digest of the sealing, and the version that the
 * write made. A version that is not the marked one was written by somebody else, and stays. The write names the version that it
 * saw (check-and-set), so that nobody can come in between. Values go from file to Vault: they are in no argument and no variable.
 *
 * @see docs/decisions/0018-vault-is-fed-and-never-overwritten.md
 */
export class VaultFeed extends VaultJob {
  constructor(scope: Construct, id: string, { secrets, databaseLogins }: VaultFeedProps) {
    super(scope, id);
    const fed = secrets
      .filter(({ backend }) => backend === 'vault')
      .sort((a, b) => (a.vaultPath < b.vaultPath ? -1 : 1));
    const logins = [...databaseLogins].sort((a, b) => (a.role < b.role ? -1 : 1));
    this.job({
      schedule: '*/5 * * * *',
      deadlineSeconds: 240,
      script: feedScript,
      rules: [...fed.flatMap(mayFeed), ...logins.map(mayHandOver)],
      env: { SECRETS: secretsFolder, LIST: '/job/list', CONNECTIONS: '/job/connections' },
      files: { '/job/connections': logins.map(connectionLine).join(''), '/job/list': fed.map(listLine).join('') },
      volumes: { [secretsFolder]: projection(fed.map(sealed)) },
      // Each call of `vault` was measured at 15 MiB of its own; the rest is the program's text, which the kernel may drop.
      resources: { cpu: '20m', memory: '48Mi', memoryLimit: '96Mi' },
    });
  }
}

/** It writes and marks; it reads no value, deletes nothing, and sees no path that is not fed. */
function mayFeed({ vaultPath }: SecretClaim): VaultRule[] {
  return [
    { path: `${kvMount}/data/${vaultPath}`, capabilities: ['create', 'update'] },
    { path: `${kvMount}/metadata/${vaultPath}`, capabilities: ['read', 'patch'] },
  ];
}

/** Root's password for a connection of the database engine, and nothing else of it. */
function mayHandOver({ role }: DatabaseLogin): VaultRule {
  return { path: `${databaseMount}/config/${role}`, capabilities: ['update'], only: 'password' };
}

const listLine = ({ vaultPath, keys }: SecretClaim): string => `${[vaultPath, ...Object.keys(keys)].join(' ')}\n`;
const connectionLine = ({ admin, role }: DatabaseLogin): string => `${admin.secret.vaultPath} ${role} ${admin.key}\n`;

/** Optional, all of it: a Secret that is not there yet fails by its name, and the others are fed all the same. */
function sealed({ homes, vaultPath, keys }: SecretClaim): k8s.VolumeProjection {
  const items = [...Object.keys(keys), feedDigest].map((key) => ({ key, path: `${vaultPath}/${key}` }));
  return { secret: { name: homes.vault.split('/')[1], items, optional: true } };
}
