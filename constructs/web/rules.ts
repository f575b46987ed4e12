import type { Host } from '../../platform/types.ts';
import { by } from '../facts/by.ts';
import { type Access, type ForwardAuth, isBelow } from './access.ts';
import { matchHosts, matchNoSpelling, matchPaths, matchStraight, matchTokens } from './match.ts';
import {
  authelia,
  dropIdentity,
  framedHeaders,
  type NamedMiddleware,
  redirectAway,
  redirectTo,
  securityHeaders,
} from './middlewares.ts';
import { matchOpenings } from './openings.ts';

/** One rule of a host: which requests, and what happens to them. */
export interface Rule {
  readonly match: string;
  /** Never Traefik's default, the length of the rule: with many names it would outrank the route of an ACME challenge. */
  readonly priority: number;
  readonly middlewares: readonly NamedMiddleware[];
  /** Whether what passes them goes on to the service. */
  readonly served: boolean;
}

export interface RulesProps {
  readonly host: Host;
  /** Names that are served like `host`. */
  readonly alsoServes: readonly Host[];
  /** Names that redirect to it. */
  readonly aliases: readonly Host[];
  readonly access: Access;
  /** Paths at which an application that nobody has claimed yet takes the first who comes: no stranger gets there. */
  readonly firstRun: readonly string[];
  /** Hosts whose pages may show what is open here in a frame. */
  readonly framedBy: readonly Host[];
}

/** Every rule of a host: what is guarded before what is open. */
export function rulesOf({ framedBy, ...props }: RulesProps): readonly Rule[] {
  const rules = unframed(props);
  if (framedBy.length === 0) return rules;
  const headers = framedHeaders(props.host, framedBy);
  const framed = (middlewares: Rule['middlewares']) =>
    middlewares.map((middleware) => (middleware === securityHeaders ? headers : middleware));
  // What a login guards is in no frame: a page of another could have somebody click there unseen.
  return rules.map((rule) =>
    rule.middlewares.includes(authelia) ? rule : { ...rule, middlewares: framed(rule.middlewares) },
  );
}

function unframed({ host, alsoServes, aliases, access, firstRun }: Omit<RulesProps, 'framedBy'>): readonly Rule[] {
  const served = matchHosts([host, ...alsoServes]);
  const whole = [open(firstRun.length > 0 ? `${served} && ${matchNoSpelling(firstRun)}` : served)];
  const own: readonly Rule[] = by('kind', access, {
    'forward-auth': (auth) => partlyGuarded(served, auth, firstRun),
    oidc: () => whole,
    open: ({ paths }) => (paths ? [open(`${served} && ${matchStraight(paths, firstRun)}`)] : whole),
    portal: () => whole,
    redirect: ({ to }) => [redirecting(served, redirectAway(host, to))],
  });
  return aliases.length === 0 ? own : [...own, redirecting(matchHosts(aliases), redirectTo(host))];
}

/** The paths of a host that Authelia guards: where its application would be claimed is one of them. */
export function guardedPaths({ paths }: ForwardAuth, firstRun: readonly string[]): readonly string[] {
  return [...paths, ...firstRun.filter((path) => !isBelow(path, paths))];
}

/** The paths below what is excepted that are guarded all the same. */
export function shutPaths({ except, closed = [] }: ForwardAuth, firstRun: readonly string[]): readonly string[] {
  return [...new Set([...closed, ...firstRun.filter((path) => isBelow(path, except))])];
}

/** What is excepted outranks what is guarded, which outranks the rest of the host. */
function partlyGuarded(served: string, auth: ForwardAuth, firstRun: readonly string[]): readonly Rule[] {
  const { except, openings, tokens } = auth;
  const paths = guardedPaths(auth, firstRun);
  const shut = shutPaths(auth, firstRun);
  const whole = paths.includes('/');
  const guard = whole ? guarded(served, 10) : guarded(`${served} && ${matchPaths(paths)}`, 20);
  const borne = tokens ? ` && ${matchTokens(tokens)}` : '';
  return [
    guard,
    ...(except.length > 0 ? [open(`${served} && ${matchStraight(except, shut)}${borne}`, 30)] : []),
    ...(openings ? matchOpenings(openings) : []).map((shape) => open(`${served} && ${shape}`, 30)),
    ...(whole ? [] : [open(`${served} && ${matchNoSpelling(paths)}`)]),
  ];
}

/** Authelia guards it; its answer sets the identity headers. */
function guarded(match: string, priority: number): Rule {
  return { match, priority, middlewares: [securityHeaders, authelia], served: true };
}

/** Without Authelia; whoever sends identity headers himself loses them. */
function open(match: string, priority = 10): Rule {
  return { match, priority, middlewares: [securityHeaders, dropIdentity], served: true };
}

function redirecting(match: string, redirect: NamedMiddleware): Rule {
  return { match, priority: 10, middlewares: [redirect], served: false };
}
