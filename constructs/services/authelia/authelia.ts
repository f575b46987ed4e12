import type { Construct } from 'constructs';
import { images } from '../../../platform/versions.ts';
import {
  digest,
  type Exposure,
  landmarks,
  type SecretReference,
  Service,
  type ServiceProps,
  Valkey,
} from '../../index.ts';
import type { Client } from './access.ts';
import { autheliaConfig } from './config.ts';
import { environment, ownKeys, usersFile } from './environment.ts';

export interface AutheliaProps extends ServiceProps {
  /** Every public host but its own: its rules and its clients follow from them. */
  readonly exposures: readonly Exposure[];
}

const access = { kind: 'portal' } as const;
const claimedBy = 'its users file, which is sealed before it starts: it registers nobody';

/**
 * The portal in front of every web UI: single sign-on, second factor, OpenID Connect.
 *
 * @see https://www.authelia.com/configuration/
 */
export class Authelia extends Service {
  override readonly system = 'Authelia';
  private readonly sender = this.mailbox(this.platform.portals[0]);
  private readonly sessions = new Valkey(this, 'sessions');
  private readonly state = this.volume('state', { size: '1Gi', backup: 'daily' });
  private readonly keys = this.secret('keys', ownKeys);
  private readonly users: SecretReference;

  constructor(scope: Construct, id: string, { exposures, ...props }: AutheliaProps) {
    super(scope, id, { priority: 'essential', ...props });
    this.users = this.secret('users', { 'users.yml': usersFile(exposures) })['users.yml'];
    const clients = this.clients(exposures);
    const provider = clients.length > 0;
    const issuerKey = provider ? [this.keys['oidc-issuer.pem']] : [];
    const web = this.workload('web', {
      image: images.authelia,
      command: ['authelia'],
      user: 1000,
      ports: { http: landmarks.authelia.port },
      env: environment(this.keys, this.sessions, this.sender, provider),
      secretFiles: [...issuerKey, this.users, ...clients.map((client) => client.digest)],
      files: { '/config/configuration.yml': this.configuration(exposures, clients) },
      volumes: { '/state': this.state },
      resources: { cpu: '50m', memory: '128Mi', memoryLimit: '512Mi' },
      probe: '/api/health',
      reaches: [this.sessions, this.sender.submission],
      relax: { ownHosts: 'it sends browsers there, and takes who asks it by their names' },
    });
    for (const [index, host] of this.platform.portals.entries())
      this.expose(web, { host, access, claimedBy }, index === 0 ? undefined : host.replaceAll('.', '-'));
  }

  private configuration(exposures: readonly Exposure[], clients: readonly Client[]): string {
    const { keys, sender, sessions, users } = this;
    const { portals } = this.platform;
    const issuerKey = keys['oidc-issuer.pem'];
    return autheliaConfig({ portals, exposures, mailbox: sender, sessions, users, issuerKey, clients });
  }

  /** Who sends users here, each with the digest of its secret. */
  private clients(exposures: readonly Exposure[]): readonly Client[] {
    const found = exposures.flatMap(({ host, node, access }) =>
      access.kind === 'oidc' ? [{ host, path: node.path, ...access }] : [],
    );
    for (const [index, { client, path }] of found.entries()) {
      const other = found.slice(0, index).find((one) => one.client.id === client.id);
      if (other)
        throw new Error(`${path}: its client's id '${client.id}' is that of ${other.path} too; give it its own`);
    }
    if (found.length === 0) return [];
    const recipes = found.map(({ client }) => [client.id, digest(client.secret)]);
    const digests: Readonly<Record<string, SecretReference>> = this.secret('oidc', Object.fromEntries(recipes));
    return found.map(({ path: _, ...one }) => ({ ...one, digest: digests[one.client.id] as SecretReference }));
  }
}
