import type { Model } from '../../model/model.ts';
import type { Reach } from '../../reading/reachability.ts';
import { type Alternative, hostsOf, type Predicate, pathsOf } from '../../reading/route-match.ts';
import { type Route, readRoutes } from '../../reading/routes.ts';

/** The rows of the internet for people: of a route its host and what it answers to, in place of the rule that Traefik reads. */
export function shortRoutes(model: Model, rows: readonly Reach[]): readonly Reach[] {
  const shortened = new Map(readRoutes(model).map((route) => [route.match, wordsOf(route)]));
  return rows.map((row) => {
    const [target = '', match] = row.to.split(/ at (.*)/s);
    const words = match === undefined ? undefined : shortened.get(match);
    return words === undefined ? row : { ...row, to: `${target} at ${words}` };
  });
}

/** `sonar.uyoop.fr: /api, /batch (with Authorization, but what is shut)`. */
export function wordsOf({ alternatives }: Pick<Route, 'alternatives'>): string {
  const [first, ...others] = unique(alternatives.flatMap((one) => hostsOf(one) ?? ['any host']));
  const names = others.length > 0 ? `${first} and ${others.length} more` : first;
  const further = unique(alternatives.flatMap((one) => one.flatMap(conditionWords)));
  const rest = further.length > 0 ? ` (${further.join(', ')})` : '';
  return `${names}: ${unique(alternatives.flatMap(pathWords)).join(', ')}${rest}`;
}

/** A path and what lies below it are one word. */
function pathWords(alternative: Alternative): readonly string[] {
  const paths = pathsOf(alternative).flatMap(({ values }) => values.map((value) => value.replace(/(?<=.)\/$/, '')));
  return paths.length > 0 ? paths : ['every path'];
}

/** What is asked for beside host and path. */
function conditionWords({ name, values, negated }: Predicate): readonly string[] {
  if (['Host', 'Path', 'PathPrefix'].includes(name) && !negated) return [];
  if (negated) return ['but what is shut'];
  if (name === 'Method') return ['to read'];
  if (name === 'PathRegexp') return ['files of some kinds'];
  return [`with ${values[0]}`];
}

const unique = <T>(values: readonly T[]): readonly T[] => [...new Set(values)];
