import type { Construct } from 'constructs';
import { images } from '../../../platform/versions.ts';
import {
  digest,
  fileOf,
  given,
  pathOf,
  random,
  rsaKey,
  Service,
  type ServiceProps,
  takeInventory,
  Valkey,
} from '../../index.ts';
import { autheliaConfig } from './config.ts';

/**
 * The portal in front of every web UI: single sign-on, second factor, OpenID Connect. Its rules and clients are read off
 * the exposures of every chart that was built before this one.
 *
 * @see https://www.authelia.com/configuration/
 */
export class Authelia extends Service {
  constructor(scope: Construct, id: string, props: ServiceProps = {}) {
    super(scope, id, { priority: 'essential', ...props });
    const { portals } = this.platform;
    const exposures = takeInventory(this.node.root).exposures;
    const mailbox = this.mailbox('uyoop.fr');
    const sessions = new Valkey(this, 'sessions');
    const state = this.volume('state', { size: '1Gi', backup: 'daily' });
    const keys = this.secret('keys', {
      session: random(64),
      'storage-encryption': random(64, {
        rotate: { never: "it encrypts Authelia's database: change the key there first" },
      }),
      'reset-password': random(64),
      'oidc-hmac': random(64),
      'oidc-issuer.pem': rsaKey(),
    });
    const users = this.secret('users', {
      // Every login that runs takes what its digest says: 64 MiB by the command's default.
      'users.yml': given(
        'Authelia users file: names, mails, groups, digests of `authelia crypto hash generate argon2 --memory 19456 --iterations 2 --parallelism 1`',
      ),
    });
    const clients = exposures.flatMap(({ host, access }) => (access.kind === 'oidc' ? [{ host, ...access }] : []));
    const digests = this.secret(
      'oidc',
      Object.fromEntries(clients.map(({ client }) => [client.id, digest(client.secret)])),
    );
    const clientDigests = Object.values(digests);

    const web = this.workload('web', {
      image: images.authelia,
      command: ['authelia'],
      user: 1000,
      ports: { http: 9091 },
      env: {
        X_AUTHELIA_CONFIG: '/config/configuration.yml',
        X_AUTHELIA_CONFIG_FILTERS: 'template',
        // Without it Go keeps the memory of logins that are over, up to twice what it needs.
        GOMEMLIMIT: '384MiB',
        AUTHELIA_SESSION_SECRET_FILE: fileOf(keys.session),
        AUTHELIA_SESSION_REDIS_PASSWORD_FILE: fileOf(sessions.password),
        AUTHELIA_STORAGE_ENCRYPTION_KEY_FILE: fileOf(keys['storage-encryption']),
        AUTHELIA_NOTIFIER_SMTP_PASSWORD_FILE: fileOf(mailbox.password),
        AUTHELIA_IDENTITY_VALIDATION_RESET_PASSWORD_JWT_SECRET_FILE: fileOf(keys['reset-password']),
        AUTHELIA_IDENTITY_PROVIDERS_OIDC_HMAC_SECRET_FILE: fileOf(keys['oidc-hmac']),
      },
      secretFiles: [keys['oidc-issuer.pem'], users['users.yml'], ...clientDigests],
      files: {
        '/config/configuration.yml': autheliaConfig({
          portals,
          exposures,
          mailbox,
          sessions,
          usersFile: pathOf(users['users.yml']),
          issuerKeyFile: pathOf(keys['oidc-issuer.pem']),
          clients: clients.map((client) => ({ ...client, digestFile: pathOf(digests[client.client.id] as never) })),
        }),
      },
      volumes: { '/state': state },
      resources: { cpu: '50m', memory: '128Mi', memoryLimit: '512Mi' },
      probe: '/api/health',
      reaches: [sessions, mailbox.submission],
    });

    for (const [index, host] of portals.entries()) {
      this.expose(web, { host, access: { kind: 'portal' } }, index === 0 ? undefined : host.replaceAll('.', '-'));
    }
  }
}
