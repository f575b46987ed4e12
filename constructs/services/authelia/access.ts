import type { Host } from '../../../platform/types.ts';
import {
  type Exposure,
  type ForwardAuth,
  type Group,
  guardedPaths,
  type Oidc,
  pathOf,
  type SecretReference,
} from '../../index.ts';

/** Who may pass. Traefik skips Authelia for excepted paths. Never add a bypass rule: the two parse paths differently. */
export function rules(exposures: readonly Pick<Exposure, 'host' | 'alsoServes' | 'access' | 'firstRun'>[]) {
  const guarding = exposures.flatMap(({ host, alsoServes, access, firstRun }) =>
    access.kind === 'forward-auth' ? hostRules([host, ...alsoServes], access, firstRun) : [],
  );
  return guarding.length > 0 ? guarding : [nobody];
}

/** Without any rule Authelia does not start: denying by default takes one. */
const nobody = { domain_regex: '.*', policy: 'deny' } as const;

/** The first rule that fits decides: whom an application would take for an account of its own goes no further. */
function hostRules(domain: readonly Host[], access: ForwardAuth, firstRun: readonly string[]) {
  const { ownAccounts = [], groups, policy } = access;
  const paths = guardedPaths(access, firstRun);
  const where = { domain, ...(!paths.includes('/') && { resources: paths.map(prefix) }) };
  const own = { ...where, subject: ownAccounts.map((name) => `user:${name}`), policy: 'deny' as const };
  return [...(ownAccounts.length > 0 ? [own] : []), { ...where, subject: groups.map(group), policy }];
}

/** A path prefix as Authelia's regular expression. */
const prefix = (path: string): string => `^${path.replace(/[.+$]/g, '\\$&')}([/?].*)?$`;

/** An application that sends its users here, and the digest of its secret. */
export interface Client extends Oidc {
  readonly host: Host;
  readonly digest: SecretReference;
}

/**
 * Authelia as an OpenID Connect provider.
 *
 * @param issuerKey what stands for the key until the template filter reads it
 * @see https://www.authelia.com/configuration/identity-providers/openid-connect/provider/
 */
export function provider(clients: readonly Client[], issuerKey: string) {
  return {
    jwks: [{ key_id: 'main', algorithm: 'RS256', use: 'sig', key: issuerKey }],
    authorization_policies: Object.fromEntries(
      clients.map(({ client, policy, groups }) => [client.id, clientPolicy(policy, groups)]),
    ),
    claims_policies: { default: { id_token: ['email', 'groups', 'name', 'preferred_username'] } },
    clients: clients.map(oidcClient),
  };
}

/** A group as the subject of a rule. */
const group = (name: Group): string => `group:${name}`;

function clientPolicy(policy: string, groups: readonly Group[]) {
  return { default_policy: 'deny', rules: [{ policy, subject: groups.map(group) }] };
}

function oidcClient({ client, host, digest }: Client) {
  const pkce = client.pkce ?? true;
  return {
    client_id: client.id,
    client_name: client.name,
    client_secret: `{{ secret "${pathOf(digest)}" }}`,
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
