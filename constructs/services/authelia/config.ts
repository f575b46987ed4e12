import type { Host } from '../../../platform/types.ts';
import {
  cookieDomain,
  type Exposure,
  landmarks,
  type Mailbox,
  pathOf,
  type SecretReference,
  type Valkey,
  yamlText,
} from '../../index.ts';
import { type Client, provider, rules } from './access.ts';

export interface AutheliaConfigProps {
  readonly portals: readonly Host[];
  readonly exposures: readonly Exposure[];
  readonly mailbox: Mailbox;
  readonly sessions: Valkey;
  /** File of its users: names, mails, groups, digests of passwords. */
  readonly users: SecretReference;
  /** Key that it signs identities with. */
  readonly issuerKey: SecretReference;
  readonly clients: readonly Client[];
}

/**
 * Authelia's configuration. Lists never come from the environment: what is secret in them is read by the template filter.
 *
 * @see https://www.authelia.com/configuration/methods/files/
 */
export function autheliaConfig(props: AutheliaConfigProps): string {
  const { portals, exposures, mailbox, sessions, users, clients } = props;
  const text = yamlText({
    ...server,
    authentication_backend: { ...readOnly, file: { path: pathOf(users) } },
    session: { cookies: portals.map(cookie), redis: { host: sessions.host, port: sessions.port } },
    storage: { local: { path: '/state/authelia.sqlite3' } },
    notifier: { disable_startup_check: true, smtp: smtp(mailbox) },
    access_control: { default_policy: 'deny', rules: rules(exposures) },
    // Authelia does not start as a provider that nobody logs in by.
    ...(clients.length > 0 && { identity_providers: { oidc: provider(clients, keyPlace) } }),
  });
  // The filter runs on the text before it is YAML, so that a block of PEM cannot be written as a value.
  return text.replace(keyPlace, `{{ secret "${pathOf(props.issuerKey)}" | mindent 10 "|" | msquote }}`);
}

const keyPlace = 'issuer-key-here';

/** What hangs on no fact of the platform. Outgoing NTP is closed, and the health check file would need a writable root. */
const server = {
  theme: 'auto',
  server: {
    address: `tcp://:${landmarks.authelia.port}/`,
    disable_healthcheck: true,
    // One strategy: an application's own Basic credentials are none of the portal's business.
    endpoints: {
      authz: { 'forward-auth': { implementation: 'ForwardAuth', authn_strategies: [{ name: 'CookieSession' }] } },
    },
  },
  log: { level: 'info', format: 'json' },
  ntp: { disable_startup_check: true },
  totp: { issuer: 'uyoop' },
  regulation: { max_retries: 5, find_time: '2m', ban_time: '10m' },
} as const;

/** The users file comes from a secret and cannot be written to. */
const readOnly = { password_reset: { disable: true }, password_change: { disable: true } } as const;

const smtp = ({ address, host, port }: Mailbox) => ({
  address: `submission://${host}:${port}`,
  username: address,
  sender: `Authelia <${address}>`,
});

function cookie(portal: Host) {
  const domain = cookieDomain(portal);
  return { domain, authelia_url: `https://${portal}`, default_redirection_url: `https://${landing(domain)}` };
}

/** Where a login without a destination ends; Authelia refuses its own address here. */
const landing = (domain: string): string => `www.${domain}`;
