import type { Host } from '../../platform/types.ts';

/** Requests to any of these hosts. @see https://doc.traefik.io/traefik/reference/routing-configuration/http/routing/rules-and-priority/ */
export const matchHosts = (hosts: readonly Host[]): string => any(hosts.map((host) => `Host(\`${host}\`)`));

/** A path and what lies below it: `/s` is not the beginning of `/some-page`. */
export const matchPaths = (paths: readonly string[]): string =>
  any(paths.flatMap((path) => [`Path(\`${path}\`)`, `PathPrefix(\`${path}/\`)`]));

/** Traefik leaves `%2F` as it is: nginx reads a slash there and resolves the dots beside it, Tomcat those before a `;`. */
const slash = '(/|%2F)';
const end = '(/|%2F|;|%3B|$)';
const detour = `${slash}\\.{1,2}${end}`;
/** From one name of a path to the next: Tomcat passes over what stands behind a `;`. */
const next = `(;[^/]*)?${slash}+`;

/** Paths of an open route, without those that a backend may read as leading out of them, or as one of `closed`. */
export const matchStraight = (paths: readonly string[], closed: readonly string[] = []): string =>
  `${matchPaths(paths)} && ${closed.length > 0 ? matchNoSpelling(closed) : `!PathRegexp(\`(?i)${detour}\`)`}`;

/** Everything that no backend may read as one of these paths: Ghost takes `/Ghost`, nginx `/admin%2F`. */
export function matchNoSpelling(paths: readonly string[]): string {
  const spelt = paths.map((path) => path.slice(1).replace(/[^A-Za-z0-9_~-]/g, spellings));
  return `!PathRegexp(\`(?i)^${slash}+(${spelt.join('|')})${end}|${detour}\`)`;
}

/** A character that means something else in an expression; backends decode those that Traefik leaves encoded. */
function spellings(character: string): string {
  if (character === '/') return next;
  if (character === '.') return '\\.';
  return `(\\${character}|%${character.charCodeAt(0).toString(16)})`;
}

/** Requests whose Authorization header looks as a token of the application's own does. */
export const matchTokens = (tokens: string): string => `HeaderRegexp(\`Authorization\`, \`${tokens}\`)`;

const any = (rules: readonly string[]): string =>
  rules.length === 1 ? (rules[0] as string) : `(${rules.join(' || ')})`;
