import type { MiddlewareSpec } from '../../imports/traefik.io.ts';
import type { Host } from '../../platform/types.ts';
import { clusterHost, landmarks } from '../facts/landmarks.ts';

/** A middleware by the name that it has in each namespace which uses it. */
export interface NamedMiddleware {
  readonly name: string;
  readonly spec: MiddlewareSpec;
}

/** What Authelia tells a backend about who is asking. */
export const identityHeaders = {
  user: 'Remote-User',
  groups: 'Remote-Groups',
  email: 'Remote-Email',
  name: 'Remote-Name',
} as const;
const identity = Object.values(identityHeaders);

const { port } = landmarks.authelia;

/**
 * Asks Authelia first. Who may set X-Forwarded-* is decided once, at Traefik's entry points.
 *
 * @see https://www.authelia.com/integration/proxies/traefik/
 */
export const authelia: NamedMiddleware = {
  name: 'authelia',
  spec: {
    forwardAuth: {
      address: `http://${clusterHost(landmarks.authelia)}:${port}/api/authz/forward-auth`,
      trustForwardHeader: true,
      authResponseHeaders: [...identity],
      maxResponseBodySize: 8192,
    },
  },
};

/** Empties identity headers that a client made up; every route without Authelia needs it. */
export const dropIdentity: NamedMiddleware = {
  name: 'drop-identity',
  spec: { headers: { customRequestHeaders: Object.fromEntries(identity.map((header) => [header, ''])) } },
};

const headers = {
  stsSeconds: 31_536_000,
  stsIncludeSubdomains: true,
  contentTypeNosniff: true,
  referrerPolicy: 'strict-origin-when-cross-origin',
} as const;

export const securityHeaders: NamedMiddleware = {
  name: 'security-headers',
  spec: { headers: { ...headers, customFrameOptionsValue: 'SAMEORIGIN' } },
};

/**
 * The same for a host whose pages stand in frames of others. X-Frame-Options knows one origin alone, so that it is left out; it
 * is emptied too, for an application that sets it.
 */
export function framedHeaders(host: Host, by: readonly Host[]): NamedMiddleware {
  const ancestors = by.map((name) => `https://${name}`).join(' ');
  return {
    name: `framed-${slug(host)}`,
    spec: {
      headers: {
        ...headers,
        contentSecurityPolicy: `frame-ancestors 'self' ${ancestors}`,
        customResponseHeaders: { 'X-Frame-Options': '' },
      },
    },
  };
}

/** Sends every path of another name here, for good. */
export function redirectTo(host: Host): NamedMiddleware {
  return { name: `redirect-to-${slug(host)}`, spec: samePath(`https://${host}`, true) };
}

/** Sends every path to an address that is not ours. Not for good: a browser would remember it after a move back. */
export function redirectAway(host: Host, to: `https://${string}`): NamedMiddleware {
  return { name: `redirect-from-${slug(host)}`, spec: samePath(to, false) };
}

const slug = (host: Host): string => host.replaceAll('.', '-');

function samePath(to: string, permanent: boolean): MiddlewareSpec {
  return { redirectRegex: { regex: '^https?://[^/]+/(.*)', replacement: `${to}/$\{1}`, permanent } };
}
