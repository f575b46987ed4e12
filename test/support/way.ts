import { admits, readMatch } from '../../synth/reading/route-match.ts';
import type { Fields } from './manifests.ts';

/** What stands in the way of a request for a path, as Traefik picks it: names of middlewares. Undefined where nothing answers. */
export function wayTo(path: string, { spec }: Fields): readonly string[] | undefined {
  const rules: Fields[] = spec.routes;
  const fitting = rules.filter(({ match }) => readMatch(match).some((alternative) => admits(alternative, path)));
  return fitting.toSorted((a, b) => b.priority - a.priority)[0]?.middlewares.map(({ name }: Fields) => name);
}

/** What meets the portal, and what is open to strangers. */
export const guarded = ['security-headers', 'authelia'];
export const free = ['security-headers', 'drop-identity'];
