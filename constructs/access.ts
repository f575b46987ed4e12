import type { SecretReference } from './secret.ts';

/** Authelia's groups. */
export type Group = 'admins' | 'editors' | 'marketing' | 'accounting' | 'developers' | 'users';

export type Policy = 'one_factor' | 'two_factor';

/** Authelia in front: Traefik asks it before every request to `paths` that `except` does not cover. */
export interface ForwardAuth {
  readonly kind: 'forward-auth';
  readonly groups: readonly Group[];
  readonly policy: Policy;
  /** Path prefixes that are protected. */
  readonly paths: readonly string[];
  /** Path prefixes, below the protected ones too, that are not. */
  readonly except: readonly string[];
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
  readonly scopes?: readonly string[];
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

/** Authelia's own page: the one host that cannot sit behind it. */
export interface Portal {
  readonly kind: 'portal';
}

export type Access = ForwardAuth | Oidc | Open | Portal;

export interface ForwardAuthProps {
  readonly groups: readonly Group[];
  /** Default: `two_factor`. */
  readonly policy?: Policy;
  /** Default: the whole host. */
  readonly paths?: readonly string[];
  readonly except?: readonly string[];
  readonly reason?: string;
}

/**
 * Protects a host, or parts of it, by Authelia's portal.
 *
 * @throws when a part stays open and no reason is written, or a path does not begin with `/`.
 * @see https://www.authelia.com/integration/proxies/traefik/
 */
export function forwardAuth(props: ForwardAuthProps): ForwardAuth {
  const paths = props.paths ?? ['/'];
  const except = props.except ?? [];
  const wrong = [...paths, ...except].find((path) => !path.startsWith('/'));
  if (wrong !== undefined) throw new Error(`forwardAuth: path '${wrong}' must begin with '/'`);
  const open = except.length > 0 || !paths.includes('/');
  if (open && !props.reason) {
    throw new Error(
      `forwardAuth: paths ${paths.join(', ')} without ${except.join(', ') || 'the rest'} leave something open: say why in 'reason'`,
    );
  }
  return {
    kind: 'forward-auth',
    groups: props.groups,
    policy: props.policy ?? 'two_factor',
    paths,
    except,
    reason: props.reason,
  };
}

export function oidc(props: Omit<Oidc, 'kind' | 'policy'> & { readonly policy?: Policy }): Oidc {
  return { kind: 'oidc', ...props, policy: props.policy ?? 'two_factor' };
}

/** A host without Authelia: `open('tracking pixels are read by anonymous visitors')`. */
export function open(reason: string, props: Pick<Open, 'paths'> = {}): Open {
  return { kind: 'open', reason, ...props };
}
