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

/** Where the forge answers: our own host, or the GitLab that the repository lies on. */
export function forgeOrigin({ forge, forgeHost, owner }: Platform): string {
  return forge === 'self-hosted' ? `https://${forgeHost}` : new URL(owner.repository.url).origin;
}

/** The repository of this very program may lie at another GitLab than the forge: a forge cannot bring itself back. */
export function forgeKeepsRepository(platform: Platform): boolean {
  return new URL(platform.owner.repository.url).origin === forgeOrigin(platform);
}
