import { admits, type Predicate, readMatch } from '../../synth/reading/route-match.ts';
import type { Fields, Manifests } from './manifests.ts';

/** What stands in the way of a request for a path, as Traefik picks it: names of middlewares. Undefined where nothing answers. */
export function wayTo(path: string, { spec }: Fields): readonly string[] | undefined {
  const rules: Fields[] = spec.routes;
  const fitting = rules.filter(({ match }) => readMatch(match).some((alternative) => admits(alternative, path)));
  return fitting.toSorted((a, b) => b.priority - a.priority)[0]?.middlewares.map(({ name }: Fields) => name);
}

/** What meets the portal, and what is open to strangers. */
export const guarded = ['security-headers', 'authelia'];
export const free = ['security-headers', 'drop-identity'];

/** Which middleware a request meets at the routes of an IngressRoute, by Traefik's semantics: the highest priority that matches. */
export function doorOf(manifests: Manifests, name: string, asked: string): 'portal' | 'open' | undefined {
  const [method, address] = asked.includes(' ') ? asked.split(' ') : ['GET', asked];
  const url = new URL(address as string, `https://${hostIn(manifests, name)}`);
  const routes: Fields[] = manifests.one('IngressRoute', name).spec.routes;
  const [first] = routes
    .filter(({ match }) => readMatch(match).some((all) => all.every((one) => holds(one, method as string, url))))
    .sort((one, other) => other['priority'] - one['priority']);
  if (!first) return undefined;
  return first['middlewares'].some((middleware: Fields) => middleware['name'] === 'authelia') ? 'portal' : 'open';
}

const hostIn = (manifests: Manifests, name: string): string =>
  /Host\(`([^`]+)`\)/.exec(manifests.one('IngressRoute', name).spec.routes[0].match)?.[1] ?? '';

/** Traefik matches the path as it is sent, and any of a parameter's values. */
const tests: Readonly<Record<string, (values: readonly string[], method: string, url: URL) => boolean>> = {
  Host: ([host], _, url) => url.host === host,
  Method: ([method], asked) => asked === method,
  Path: ([path], _, url) => url.pathname === path,
  PathPrefix: ([path], _, url) => url.pathname.startsWith(path as string),
  PathRegexp: ([text], _, url) => pattern(text as string).test(url.pathname),
  // The requests that are asked for here bear no header.
  HeaderRegexp: ([, text]) => pattern(text as string).test(''),
  QueryRegexp: ([name, text], _, url) =>
    url.searchParams.getAll(name as string).some((value) => pattern(text as string).test(value)),
};

function holds({ name, values, negated }: Predicate, method: string, url: URL): boolean {
  const test = tests[name];
  if (!test) throw new Error(`no test knows what ${name} says`);
  return test(values, method, url) !== negated;
}

const pattern = (text: string): RegExp => new RegExp(text.replace(/^\(\?i\)/, ''), text.startsWith('(?i)') ? 'i' : '');
