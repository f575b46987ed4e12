import type { Platform } from '../../platform/types.ts';
import { type Endpoint, internet, wholeWeb } from '../network/endpoint.ts';

/** Where projects live and pipelines come from. */
export interface Forge {
  /** GitLab CE runs here. */
  readonly own: boolean;
  /** Without a slash at its end. */
  readonly url: `https://${string}`;
  /** The address of our group there. */
  readonly group: `https://${string}`;
  /** The ways to it from a pod. */
  readonly endpoints: readonly Endpoint[];
  /** The repository of this very program lies there. Not always: a forge of our own cannot bring itself back. */
  readonly keepsRepository: boolean;
}

/**
 * The forge of a platform: the GitLab that its repository lies on, or our own, which pods reach through Traefik like everybody
 * else. GitLab CE comes with phase 3, whatever is wished for earlier.
 */
export function forgeOf(platform: Platform): Forge {
  const { forge, phase, forgeHost, owner } = platform;
  const own = forge === 'self-hosted' && phase >= 3;
  const theirs = `https://${new URL(owner.repository.url).host}` as const;
  const url = own ? (`https://${forgeHost}` as const) : theirs;
  return {
    own,
    url,
    group: `${url}/${owner.repository.group}`,
    endpoints: own ? wholeWeb(platform) : [internet.https],
    keepsRepository: url === theirs,
  };
}
