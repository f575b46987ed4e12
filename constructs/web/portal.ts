import type { Host, Platform } from '../../platform/types.ts';
import { type Endpoint, ownWeb } from '../network/endpoint.ts';

/** Authelia as an OpenID Connect provider. */
export interface Portal {
  readonly issuer: `https://${Host}`;
  readonly discovery: string;
  /** The way to it from a pod: out to our own public address and back in through Traefik. */
  readonly endpoint: Endpoint;
}

/** The cookie domain of a portal: `auth.uyoop.fr` serves `uyoop.fr`. */
export function cookieDomain(portal: Host): string {
  return portal.split('.').slice(-2).join('.');
}

/** @throws when no portal serves the host's zone: its sessions could never be seen there. */
export function portalOf(platform: Platform, host: Host): Portal {
  const portal = platform.portals.find((name) => host.endsWith(`.${cookieDomain(name)}`));
  if (!portal) {
    throw new Error(
      `host '${host}': no portal serves its zone (${platform.portals.join(', ')}); add one to the platform's portals`,
    );
  }
  const issuer = `https://${portal}` as const;
  return { issuer, discovery: `${issuer}/.well-known/openid-configuration`, endpoint: ownWeb(platform) };
}
