import type { Platform } from '../../platform/types.ts';
import { type Endpoint, internet, ownWeb } from '../network/endpoint.ts';

/** Where projects live and pipelines come from. */
export interface Forge {
  /** Without a slash at its end. */
  readonly url: `https://${string}`;
  /** The address of our group there. */
  readonly group: `https://${string}`;
  /** The ways to it from a pod. */
  readonly endpoints: readonly Endpoint[];
}

/** Whether GitLab CE runs here: it comes with phase 3, whatever is wished for earlier. */
export function hasOwnForge({ forge, phase }: Platform): boolean {
  return forge === 'self-hosted' && phase >= 3;
}

/** The forge of a platform: gitlab.com, or our own, which pods reach through Traefik like everybody else. */
export function forgeOf(platform: Platform): Forge {
  const own = hasOwnForge(platform);
  const url = own ? (`https://${platform.forgeHost}` as const) : 'https://gitlab.com';
  return {
    url,
    group: `${url}/${platform.owner.repository.group}`,
    endpoints: [internet.https, ...(own ? [ownWeb(platform)] : [])],
  };
}
