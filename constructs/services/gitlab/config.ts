import type { Cidr, Host } from '../../../platform/types.ts';
import { type Bucket, fill, type Oidc, type Portal, pathOf, type SecretReference, scratch } from '../../index.ts';
import text from './gitlab.rb';

export interface Facts {
  readonly host: Host;
  readonly port: number;
  /** Where Traefik's pods are. */
  readonly pods: Cidr;
  readonly portal: Portal;
  readonly artifacts: Bucket;
  readonly client: Oidc['client'];
  /** Password of GitLab's own administrator. */
  readonly root: SecretReference;
}

/**
 * Omnibus's configuration, which is Ruby: what is secret it reads from files. TLS ends at Traefik, and what a small house
 * does not need (registry, pages, its own Prometheus) is off.
 *
 * @see https://docs.gitlab.com/omnibus/settings/
 */
export function omnibusConfig({ host, port, pods, portal, artifacts, client, root }: Facts): string {
  return fill(text, {
    host,
    port,
    pods,
    rootpassword: pathOf(root),
    bucket: artifacts.name,
    region: artifacts.region,
    endpoint: artifacts.host,
    bucketaccess: pathOf(artifacts.accessKey),
    bucketsecret: pathOf(artifacts.secretKey),
    issuer: portal.issuer,
    client: client.id,
    clientsecret: pathOf(client.secret),
    callback: client.redirectPath,
  });
}

/** How Authelia knows it. */
export function clientOf(secret: SecretReference) {
  return { id: 'gitlab', name: 'GitLab', secret, redirectPath: '/users/auth/openid_connect/callback' } as const;
}

/** The database inside the image, as the user that it belongs to. */
export const dumpDatabase = [
  '/bin/sh',
  '-c',
  'exec chpst -u gitlab-psql:gitlab-psql /opt/gitlab/embedded/bin/pg_dump --host=/var/opt/gitlab/postgresql --format=custom gitlabhq_production',
] as const;

export const startsAsRoot = {
  root: 'runit supervises a dozen services and gives each its own user',
  writableRoot: 'its start renders configuration all over /opt and /var',
  capabilities: {
    add: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'SETGID', 'SETUID', 'SYS_CHROOT'],
    reason: 'root hands folders and processes over to git, gitlab-psql, gitlab-redis and gitlab-www',
  },
} as const;

/** What its services write that nobody misses. */
export const scratchFolders = {
  '/var/log/gitlab': scratch('2Gi'),
  '/dev/shm': scratch('256Mi', { memory: true }),
  '/tmp': scratch('1Gi'),
} as const;
