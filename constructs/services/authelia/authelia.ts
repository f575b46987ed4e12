import type { Construct } from 'constructs';
import { images } from '../../../platform/versions.ts';
import {
  digest,
  type Exposure,
  type SecretReference,
  Service,
  type ServiceProps,
  takeInventory,
  Valkey,
} from '../../index.ts';
import type { Client } from './access.ts';
import { autheliaConfig } from './config.ts';
import { environment, ownKeys, usersFile } from './environment.ts';

/**
 * The portal in front of every web UI: single sign-on, second factor, OpenID Connect. Its rules and clients are read off
 * the exposures of every chart that was built before this one.
 *
 * @see https://www.authelia.com/configuration/
 */
export class Authelia extends Service {
  override readonly system = 'Authelia';
  private readonly sender = this.mailbox(this.platform.portals[0]);
  private readonly sessions = new Valkey(this, 'sessions');
  private readonly state = this.volume('state', { size: '1Gi', backup: 'daily' });
  private readonly keys = this.secret('keys', ownKeys);
  private readonly users = this.secret('users', { 'users.yml': usersFile })['users.yml'];

  constructor(scope: Construct, id: string, props: ServiceProps = {}) {
    super(scope, id, { priority: 'essential', ...props });
    const exposures = takeInventory(this.node.root).exposures;
    const clients = this.clients(exposures);
    const web = this.workload('web', {
      image: images.authelia,
      command: ['authelia'],
      user: 1000,
      ports: { http: 9091 },
      env: environment(this.keys, this.sessions, this.sender),
      secretFiles: [this.keys['oidc-issuer.pem'], this.users, ...clients.map((client) => client.digest)],
      files: { '/config/configuration.yml': this.configuration(exposures, clients) },
      volumes: { '/state': this.state },
      resources: { cpu: '50m', memory: '128Mi', memoryLimit: '512Mi' },
      probe: '/api/health',
      reaches: [this.sessions, this.sender.submission],
    });
    for (const [index, host] of this.platform.portals.entries())
      this.expose(web, { host, access: { kind: 'portal' } }, index === 0 ? undefined : host.replaceAll('.', '-'));
  }

  private configuration(exposures: readonly Exposure[], clients: readonly Client[]): string {
    const { keys, sender, sessions, users } = this;
    const { portals } = this.platform;
    const issuerKey = keys['oidc-issuer.pem'];
    return autheliaConfig({ portals, exposures, mailbox: sender, sessions, users, issuerKey, clients });
  }

  /** Who sends users here, each with the digest of its secret. */
  private clients(exposures: readonly Exposure[]): readonly Client[] {
    const found = exposures.flatMap(({ host, access }) => (access.kind === 'oidc' ? [{ host, ...access }] : []));
    const recipes = found.map(({ client }) => [client.id, digest(client.secret)]);
    const digests: Readonly<Record<string, SecretReference>> = this.secret('oidc', Object.fromEntries(recipes));
    return found.map((one) => ({ ...one, digest: digests[one.client.id] as SecretReference }));
  }
}
