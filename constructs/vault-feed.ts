import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { images } from '../platform/versions.ts';
import { feedDigest, SecretClaim } from './secret.ts';
import { Service } from './service.ts';
import { feedScript } from './vault-feed-script.ts';
import { vaultAddress, vaultRole, vaultServer } from './vault-server.ts';

const secretsFolder = '/feed/secrets';
const tokenFolder = '/feed/token';

/**
 * Writes what lies sealed beside Vault into its KV store, and leaves alone what a person has set there since. A CronJob and not a
 * Job: a Job's pod cannot be changed once it is applied, runs once, and would have failed for good while Vault is sealed. It
 * stands last of all charts, since it reads the claims of all that stand before it.
 *
 * @see docs/decisions/0018-vault-is-fed-and-never-overwritten.md
 */
export class VaultFeed extends Service {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const fed = fedSecrets(this);
    this.scheduled('web', {
      image: images.vault,
      schedule: '*/5 * * * *',
      deadlineSeconds: 240,
      command: ['/bin/sh', '/feed/feed.sh'],
      user: 100,
      group: 1000,
      env: {
        HOME: '/tmp',
        VAULT_ADDR: vaultAddress,
        ROLE: vaultRole(this.chart.namespaceName, this.serviceAccount()),
        SECRETS: secretsFolder,
        LOGIN: `${tokenFolder}/token`,
        LIST: '/feed/list',
      },
      files: {
        '/feed/feed.sh': feedScript,
        '/feed/list': fed.map(({ vaultPath, keys }) => `${[vaultPath, ...Object.keys(keys)].join(' ')}\n`).join(''),
      },
      volumes: {
        [secretsFolder]: { projected: fed.map(projection) },
        [tokenFolder]: {
          projected: [{ serviceAccountToken: { path: 'token', audience: 'vault', expirationSeconds: 600 } }],
        },
      },
      // Each call of `vault` was measured at 15 MiB of its own; the rest is the program's text, which the kernel may drop.
      resources: { cpu: '20m', memory: '48Mi', memoryLimit: '96Mi' },
      reaches: [vaultServer],
    });
  }
}

/** Every secret that Vault serves, in the order of their paths. */
function fedSecrets(scope: Construct): readonly SecretClaim[] {
  return scope.node.root.node
    .findAll()
    .filter((construct) => construct instanceof SecretClaim)
    .filter(({ backend }) => backend === 'vault')
    .sort((a, b) => (a.vaultPath < b.vaultPath ? -1 : 1));
}

/** Optional, all of it: a Secret that is not there yet fails by its name, and the others are fed all the same. */
function projection({ homes, vaultPath, keys }: SecretClaim): k8s.VolumeProjection {
  const items = [...Object.keys(keys), feedDigest].map((key) => ({ key, path: `${vaultPath}/${key}` }));
  return { secret: { name: homes.vault.split('/')[1], items, optional: true } };
}
