import type { MiddlewareSpec } from '../../imports/traefik.io.ts';
import type { Host } from '../../platform/types.ts';

/** What Authelia tells a backend about who is asking. */
const identityHeaders = ['Remote-User', 'Remote-Groups', 'Remote-Email', 'Remote-Name'] as const;

/**
 * Asks Authelia first. Who may set X-Forwarded-* is decided once, at Traefik's entry points.
 *
 * @see https://www.authelia.com/integration/proxies/traefik/
 */
export const authelia: MiddlewareSpec = {
  forwardAuth: {
    address: 'http://authelia.security.svc.cluster.local:9091/api/authz/forward-auth',
    trustForwardHeader: true,
    authResponseHeaders: [...identityHeaders],
    maxResponseBodySize: 8192,
  },
};

/** Empties identity headers that a client made up; every route without Authelia needs it. */
export const dropIdentity: MiddlewareSpec = {
  headers: { customRequestHeaders: Object.fromEntries(identityHeaders.map((header) => [header, ''])) },
};

export const securityHeaders: MiddlewareSpec = {
  headers: {
    stsSeconds: 31_536_000,
    stsIncludeSubdomains: true,
    contentTypeNosniff: true,
    referrerPolicy: 'strict-origin-when-cross-origin',
    customFrameOptionsValue: 'SAMEORIGIN',
  },
};

/** Sends every path of another name here, for good. */
export function redirectTo(host: Host): MiddlewareSpec {
  return samePath(`https://${host}`, true);
}

/** Sends every path to an address that is not ours. Not for good: a browser would remember it after a move back. */
export function redirectAway(to: `https://${string}`): MiddlewareSpec {
  return samePath(to, false);
}

function samePath(to: string, permanent: boolean): MiddlewareSpec {
  return { redirectRegex: { regex: '^https?://[^/]+/(.*)', replacement: `${to}/$\{1}`, permanent } };
}
