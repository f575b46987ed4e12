import { accountName, name, title } from '../../platform/values/names.ts';
import { originUrl, requestPath, urlPath } from '../../platform/values/paths.ts';
import { tokenPattern } from '../../platform/values/text.ts';
import { oneOf, valueAt } from '../../platform/values/value-kind.ts';
import { by } from '../facts/by.ts';
import type { SecretReference } from '../secret/secret.ts';
import { type Openings, takeOpenings } from './openings.ts';

/** Authelia's groups. */
export type Group = 'admins' | 'editors' | 'marketing' | 'accounting' | 'developers' | 'users';

const group = oneOf<Group>(
  'group',
  { admins: true, editors: true, marketing: true, accounting: true, developers: true, users: true },
  'Authelia',
);

export type Policy = 'one_factor' | 'two_factor';

/** What an application may ask to know of who logs in. @see https://www.authelia.com/integration/openid-connect/openid-connect-1.0-claims/ */
export type Scope = 'openid' | 'profile' | 'email' | 'groups' | 'address' | 'phone';

const scopeName = oneOf<Scope>(
  'scope',
  { openid: true, profile: true, email: true, groups: true, address: true, phone: true },
  'Authelia',
);

const authMethod = oneOf<NonNullable<OidcClient['tokenEndpointAuthMethod']>>(
  'method of a client',
  { client_secret_basic: true, client_secret_post: true },
  'Authelia',
);
const authPolicy = oneOf<Policy>('policy', { one_factor: true, two_factor: true }, 'Authelia');

/** Authelia in front: Traefik asks it before every request to `paths` that `except` does not cover. */
export interface ForwardAuth {
  readonly kind: 'forward-auth';
  readonly groups: readonly Group[];
  readonly policy: Policy;
  /** Path prefixes that are protected. */
  readonly paths: readonly string[];
  /** Path prefixes, below the protected ones too, that are not. */
  readonly except: readonly string[];
  /** What of the protected paths is open by its shape: what open pages load, and shared links. */
  readonly openings?: Openings;
  /** Path prefixes below `except` that are protected all the same. */
  readonly closed?: readonly string[];
  /** `except` holds for requests whose Authorization header matches this; everybody else meets the portal there too. */
  readonly tokens?: string;
  /** A path below `except` that the application answers whoever asks: what is watched in its place would be the portal. */
  readonly watched?: string;
  /**
   * Accounts of the application's own. Whoever the portal knows by such a name is not let in: an application that takes people
   * from the portal's headers would take him for that account.
   */
  readonly ownAccounts?: readonly string[];
  /** Why something of this host stays open; required as soon as something does. */
  readonly reason?: string;
}

/** The application itself sends its users to Authelia (OpenID Connect). */
export interface Oidc {
  readonly kind: 'oidc';
  readonly groups: readonly Group[];
  readonly policy: Policy;
  readonly client: OidcClient;
  /** Why its paths are open at the proxy. */
  readonly reason: string;
}

export interface OidcClient {
  readonly id: string;
  readonly name: string;
  readonly secret: SecretReference;
  /** Path that Authelia sends the browser back to. */
  readonly redirectPath: string;
  /** Default: `openid`, `profile`, `email` and `groups`. */
  readonly scopes?: readonly Scope[];
  readonly tokenEndpointAuthMethod?: 'client_secret_basic' | 'client_secret_post';
  /** Proof key for code exchange (S256). Default: true. */
  readonly pkce?: boolean;
}

/** No Authelia, with the written reason. */
export interface Open {
  readonly kind: 'open';
  readonly reason: string;
  /** Path prefixes that are served; everything else of the host is not found. Default: all. */
  readonly paths?: readonly string[];
}

/** Serves nothing itself: every path leads to the same path below another address. */
export interface Redirect {
  readonly kind: 'redirect';
  /** Address without a slash at its end. */
  readonly to: `https://${string}`;
}

/** Authelia's own page: the one host that cannot sit behind it. */
export interface PortalPage {
  readonly kind: 'portal';
}

export type Access = ForwardAuth | Oidc | Open | Redirect | PortalPage;

/** What is looser about a host than Authelia before all of it, and why; undefined where nothing is. */
export function loosenedBy(access: Access): { readonly what: string; readonly reason: string } | undefined {
  return by('kind', access, {
    'forward-auth': ({ reason }) => (reason ? { what: 'partly without Authelia', reason } : undefined),
    oidc: ({ reason }) => ({ what: 'logs in by OpenID Connect', reason }),
    open: ({ reason }) => ({ what: 'without Authelia', reason }),
    portal: () => undefined,
    redirect: () => undefined,
  });
}

/** The only paths that a host serves; undefined where it serves all. */
export function servedPaths(access: Access): readonly string[] | undefined {
  const all = () => undefined;
  return by('kind', access, { 'forward-auth': all, oidc: all, open: ({ paths }) => paths, portal: all, redirect: all });
}

export interface ForwardAuthProps {
  readonly groups: readonly Group[];
  /** Default: `two_factor`. */
  readonly policy?: Policy;
  /** Default: the whole host. */
  readonly paths?: readonly string[];
  readonly except?: readonly string[];
  readonly openings?: Openings;
  /** Path prefixes below `except` that are protected all the same, however they are spelt. Needed beside `tokens`. */
  readonly closed?: readonly string[];
  /**
   * Regular expression of the Authorization header that a token of the application's own makes. It keeps `except` to such
   * requests; the application itself checks them. But what a header looks like guards nothing that does not read it, a login
   * by form for one: all of that stands in `closed`. Default: `except` is open to all.
   */
  readonly tokens?: string;
  /**
   * A path below `except` that the application itself answers, whoever asks and whatever token he bears. A probe of a guarded
   * path sees the portal and never the application. Default: no probe but the pod's own looks behind the portal.
   */
  readonly watched?: string;
  /** Accounts of the application's own, which nobody of the portal may bear the name of. */
  readonly ownAccounts?: readonly string[];
  readonly reason?: string;
}

/** What a probe bears where `except` is kept to requests with a token: it looks like one, and is none. */
export const probeToken = 'Bearer probe';

/**
 * Protects a host, or parts of it, by Authelia's portal.
 *
 * @throws when a part stays open and no reason is written, nobody is let in, or a path would guard less than it says.
 * @see https://www.authelia.com/integration/proxies/traefik/
 */
export function forwardAuth({
  paths = ['/'],
  except = [],
  policy = 'two_factor',
  ...rest
}: ForwardAuthProps): ForwardAuth {
  for (const path of paths) valueAt('forwardAuth paths', urlPath, path);
  for (const path of except) valueAt('forwardAuth except', urlPath, path);
  for (const path of rest.closed ?? []) valueAt('forwardAuth closed', urlPath, path);
  if (rest.tokens !== undefined) valueAt('forwardAuth tokens', tokenPattern, rest.tokens);
  if (rest.openings) takeOpenings(rest.openings);
  for (const account of rest.ownAccounts ?? []) valueAt('forwardAuth ownAccounts', accountName, account);
  refuseNobody('forwardAuth', rest.groups);
  valueAt('forwardAuth policy', authPolicy, policy);
  if (paths.length === 0)
    throw new Error("forwardAuth: 'paths' is empty and guards nothing; leave it out, or use open()");
  refuseUnwatched(rest, except);
  const open = except.length > 0 || rest.openings !== undefined || !paths.includes('/');
  if (open && !rest.reason) {
    throw new Error(
      `forwardAuth: paths ${paths.join(', ')} without ${except.join(', ') || 'the rest'} leave something open: say why in 'reason'`,
    );
  }
  const outside = rest.closed?.find((path) => !isBelow(path, except));
  if (outside !== undefined) {
    throw new Error(
      `forwardAuth: closed '${outside}' lies below nothing in except (${except.join(', ') || 'empty'}); put it into paths`,
    );
  }
  return { kind: 'forward-auth', policy, paths, except, ...rest };
}

/** Whether a path is one of some prefixes, or lies below one. */
export function isBelow(path: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => prefix === '/' || path === prefix || path.startsWith(`${prefix}/`));
}

/** @throws when nobody is let in, or a part of the client is none that Authelia takes. */
export function oidc(props: Omit<Oidc, 'kind' | 'policy'> & { readonly policy?: Policy }): Oidc {
  refuseNobody('oidc', props.groups);
  const { policy = 'two_factor', client } = props;
  valueAt('oidc client.id', name, client.id);
  valueAt('oidc client.name', title, client.name);
  valueAt('oidc client.tokenEndpointAuthMethod', authMethod, client.tokenEndpointAuthMethod ?? 'client_secret_basic');
  valueAt('oidc client.redirectPath', requestPath, client.redirectPath);
  valueAt('oidc policy', authPolicy, policy);
  takeScopes(client.scopes);
  return { kind: 'oidc', ...props, policy };
}

/**
 * A host that only sends elsewhere. It needs no backend and no Authelia.
 *
 * @throws when it is no address without a slash at its end: the path is written behind it.
 */
export function redirect(to: Redirect['to']): Redirect {
  valueAt('redirect to', originUrl, to);
  return { kind: 'redirect', to };
}

/** A host without Authelia: `open('tracking pixels are read by anonymous visitors')`. */
export function open(reason: string, props: Pick<Open, 'paths'> = {}): Open {
  for (const path of props.paths ?? []) valueAt('open paths', urlPath, path);
  if (props.paths?.length === 0)
    throw new Error("open: 'paths' is empty and serves nothing; leave it out to serve all");
  return { kind: 'open', reason, ...props };
}

function takeScopes(scopes: readonly Scope[] = ['openid']): void {
  for (const each of scopes) valueAt('oidc client.scopes', scopeName, each);
  const twice = scopes.find((each, index) => scopes.indexOf(each) !== index);
  if (twice !== undefined) throw new Error(`oidc: client.scopes names '${twice}' twice; name it once`);
  if (!scopes.includes('openid'))
    throw new Error(`oidc: client.scopes lacks 'openid', got '${scopes.join(', ')}'; add it: nobody logs in without`);
}

/** Authelia reads a rule without groups as one for everybody who is logged in. */
function refuseNobody(what: string, groups: readonly Group[]): void {
  for (const each of groups) valueAt(`${what} groups`, group, each);
  if (groups.length === 0)
    throw new Error(`${what}: 'groups' is empty, which Authelia reads as everybody; name who may come in`);
}

/** A probe that met the portal would be content for ever. */
function refuseUnwatched({ watched, tokens }: Pick<ForwardAuthProps, 'watched' | 'tokens'>, except: readonly string[]) {
  if (watched === undefined) return;
  requestPath(watched);
  if (!except.some((path) => watched === path || watched.startsWith(`${path}/`)))
    throw new Error(
      `forwardAuth: watched '${watched}' lies below no path of 'except' (${except.join(', ') || 'none'})`,
    );
  if (tokens !== undefined && !new RegExp(tokens).test(probeToken))
    throw new Error(
      `forwardAuth: watched '${watched}' is asked with '${probeToken}', which '${tokens}' does not match`,
    );
}
