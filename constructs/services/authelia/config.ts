import type { Host } from '../../../platform/types.ts';
import {
  cookieDomain,
  type Exposure,
  type ForwardAuth,
  type Group,
  type Mailbox,
  type Oidc,
  yamlText,
} from '../../index.ts';

export interface AutheliaConfigProps {
  readonly portals: readonly Host[];
  readonly exposures: readonly Exposure[];
  readonly mailbox: Mailbox;
  readonly sessions: { readonly host: string; readonly port: number };
  readonly usersFile: string;
  readonly issuerKeyFile: string;
  readonly clients: readonly (Oidc & { readonly host: Host; readonly digestFile: string })[];
}

/**
 * Authelia's configuration. Lists never come from the environment: what is secret in them is read by the template filter.
 *
 * @see https://www.authelia.com/configuration/methods/files/
 */
export function autheliaConfig(props: AutheliaConfigProps): string {
  const issuerKey = `{{ secret "${props.issuerKeyFile}" | mindent 10 "|" | msquote }}`;
  const text = yamlText({
    ...server,
    authentication_backend: {
      // The users file comes from a secret and cannot be written to.
      password_reset: { disable: true },
      password_change: { disable: true },
      file: { path: props.usersFile },
    },
    session: { cookies: props.portals.map(cookie), redis: { host: props.sessions.host, port: props.sessions.port } },
    storage: { local: { path: '/state/authelia.sqlite3' } },
    notifier: {
      disable_startup_check: true,
      smtp: {
        address: `submission://${props.mailbox.host}:${props.mailbox.port}`,
        username: props.mailbox.address,
        sender: `Authelia <${props.mailbox.address}>`,
      },
    },
    access_control: { default_policy: 'deny', rules: rules(props.exposures) },
    identity_providers: { oidc: provider(props) },
  });
  // The filter runs on the text before it is YAML, so that a block of PEM cannot be written as a value.
  return text.replace('key: issuer-key-here', `key: ${issuerKey}`);
}

/** What hangs on no fact of the platform. Outgoing NTP is closed, and the health check file would need a writable root. */
const server = {
  theme: 'auto',
  server: {
    address: 'tcp://:9091/',
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

function cookie(portal: Host) {
  const domain = cookieDomain(portal);
  return { domain, authelia_url: `https://${portal}`, default_redirection_url: `https://${landing(domain)}` };
}

/** Where a login without a destination ends; Authelia refuses its own address here. */
const landing = (domain: string): string => `www.${domain}`;

/** Who may pass. What an exposure excepts never comes here: a rule that lets it pass would only open what Traefik reads otherwise. */
function rules(exposures: readonly Exposure[]) {
  return exposures.flatMap(({ host, alsoServes, access }) =>
    access.kind === 'forward-auth' ? [hostRule([host, ...alsoServes], access)] : [],
  );
}

function hostRule(domain: readonly Host[], access: ForwardAuth) {
  const resources = access.paths.includes('/') ? undefined : access.paths.map(prefix);
  return { domain, ...(resources && { resources }), subject: access.groups.map(group), policy: access.policy };
}

/** A path prefix as Authelia's regular expression. */
const prefix = (path: string): string => `^${path.replaceAll('.', '\\.')}([/?].*)?$`;
const group = (name: Group): string => `group:${name}`;

function provider(props: AutheliaConfigProps) {
  return {
    jwks: [{ key_id: 'main', algorithm: 'RS256', use: 'sig', key: 'issuer-key-here' }],
    authorization_policies: Object.fromEntries(
      props.clients.map(({ client, policy, groups }) => [client.id, clientPolicy(policy, groups)]),
    ),
    claims_policies: { default: { id_token: ['email', 'groups', 'name', 'preferred_username'] } },
    clients: props.clients.map(oidcClient),
  };
}

function clientPolicy(policy: string, groups: readonly Group[]) {
  return { default_policy: 'deny', rules: [{ policy, subject: groups.map(group) }] };
}

function oidcClient({ client, host, digestFile }: AutheliaConfigProps['clients'][number]) {
  const pkce = client.pkce ?? true;
  return {
    client_id: client.id,
    client_name: client.name,
    client_secret: `{{ secret "${digestFile}" }}`,
    claims_policy: 'default',
    authorization_policy: client.id,
    require_pkce: pkce,
    ...(pkce && { pkce_challenge_method: 'S256' }),
    redirect_uris: [`https://${host}${client.redirectPath}`],
    scopes: [...(client.scopes ?? ['openid', 'profile', 'email', 'groups'])],
    token_endpoint_auth_method: client.tokenEndpointAuthMethod ?? 'client_secret_basic',
    consent_mode: 'implicit',
  };
}
