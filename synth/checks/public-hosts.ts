import type { Access, ForwardAuth } from '../../constructs/web/access.ts';
import type { Finding } from '../model/finding.ts';
import type { Model } from '../model/model.ts';
import { type Alternative, answers, hostsOf, liesBelow, meet } from '../reading/route-match.ts';
import { type Route, readRoutes } from '../reading/routes.ts';

/** One alternative of a route at one host. */
interface Door {
  readonly route: Route;
  readonly alternative: Alternative;
}

/** Check 2: public hosts without Authelia and without a written reason, judged on the routes that are written. */
export function publicHosts(model: Model): readonly Finding[] {
  const routes = readRoutes(model);
  const doors = doorsByHost(routes);
  const access = accessByHost(model);
  return [
    ...routes.flatMap(missingMiddlewares),
    ...routes.flatMap(anyHost),
    ...routes.flatMap(keptIdentity),
    ...[...doors].flatMap(([host, at]) => unguarded(model, host, at, access.get(host))),
    ...model.documents
      .filter(({ manifest }) => manifest.kind === 'Ingress' || manifest.kind === 'IngressRouteTCP')
      .map(({ path, manifest }) => otherDoor(path, manifest.kind)),
  ];
}

export function doorsByHost(routes: readonly Route[]): ReadonlyMap<string, readonly Door[]> {
  const doors = new Map<string, Door[]>();
  for (const route of routes) {
    for (const alternative of route.alternatives) {
      for (const host of hostsOf(alternative) ?? []) {
        doors.set(host, [...(doors.get(host) ?? []), { route, alternative }]);
      }
    }
  }
  return doors;
}

/** Hosts that are served; names that only redirect have no access of their own. */
function accessByHost(model: Model): ReadonlyMap<string, Access> {
  return new Map(
    model.inventory.exposures.flatMap(({ host, alsoServes, access }) =>
      [host, ...alsoServes].map((name) => [name.toLowerCase(), access] as const),
    ),
  );
}

function missingMiddlewares({ path, missing, match }: Route): readonly Finding[] {
  return missing.map((name) => ({
    check: 2,
    where: path,
    what: `a route names a middleware that nobody writes in its namespace`,
    got: `'${name}' at ${match}`,
    cure: 'make it with NamespaceChart.middleware(): Traefik answers such a route with an error',
  }));
}

function anyHost({ path, alternatives, match, guarded, redirects }: Route): readonly Finding[] {
  if (guarded || redirects || alternatives.every(hostsOf)) return [];
  return [
    {
      check: 2,
      where: path,
      what: 'a route without Authelia answers to any host',
      got: match,
      cure: 'name the host with Host(`…`)',
    },
  ];
}

function keptIdentity({ path, match, guarded, redirects, dropsIdentity }: Route): readonly Finding[] {
  if (guarded || redirects || dropsIdentity) return [];
  return [
    {
      check: 2,
      where: path,
      what: 'a route without Authelia lets identity headers of strangers through',
      got: match,
      cure: 'add the drop-identity middleware, which empties Remote-User and its like',
    },
  ];
}

function otherDoor(where: string, kind: string): Finding {
  return {
    check: 2,
    where,
    what: 'a public door that nobody can judge',
    got: kind,
    cure: 'use expose(), which writes an IngressRoute with its access',
  };
}

function unguarded(model: Model, host: string, doors: readonly Door[], access: Access | undefined): readonly Finding[] {
  const open = doors.filter(({ route }) => !route.guarded && !route.redirects);
  if (access?.kind === 'forward-auth') return partly(host, doors, open, access);
  const portal = access?.kind === 'portal' && (model.platform.portals as readonly string[]).includes(host);
  if (portal || (access && 'reason' in access && isWritten(access.reason))) return [];
  return open.slice(0, 1).map(({ route }) => ({
    check: 2,
    where: route.path,
    what: `host '${host}' is public without Authelia and without a written reason`,
    got: access ? `access '${access.kind}'` : 'a route, and no exposure that explains it',
    cure: "use access: forwardAuth({ groups }), or open('why') with at least ten letters",
  }));
}

const isWritten = (reason: string | undefined): boolean => (reason ?? '').trim().length >= 10;

/** Some paths of the host are Authelia's: nothing else of them may be open, and the guarded route must win. */
function partly(host: string, doors: readonly Door[], open: readonly Door[], access: ForwardAuth): readonly Finding[] {
  const guards = doors.filter(({ route }) => route.guarded);
  const finding = (what: string, got: string, where: string): Finding => ({
    check: 2,
    where,
    what: `host '${host}': ${what}`,
    got,
    cure: 'list the path in except with a reason, or guard it; the guarded route needs the higher priority',
  });
  const loose = open.filter(({ alternative }) => !access.except.some((path) => liesBelow(alternative, path)));
  const first = (doors[0] as Door).route;
  return access.paths.flatMap((path) => {
    const covering = [path, `${path}/`].map((url) => guards.filter(({ alternative }) => answers(alternative, url)));
    if (covering.some((list) => list.length === 0)) {
      return doors.every(({ route }) => route.redirects)
        ? []
        : [finding(`path '${path}' should be guarded and is not`, first.match, first.path)];
    }
    const weakest = Math.min(...covering.flat().map(({ route }) => route.priority));
    return loose
      .filter(({ alternative }) => answers(alternative, path) || liesBelow(alternative, path))
      .filter(({ route, alternative }) => liesBelow(alternative, path) || route.priority >= weakest)
      .slice(0, 1)
      .map(({ route }) => finding(`a route without Authelia answers to '${path}'`, route.match, route.path));
  });
}

/** Whether two doors answer to the same request. */
export function collide(some: Door, others: Door): boolean {
  const shared =
    some.route.entryPoints.length === 0 ||
    others.route.entryPoints.length === 0 ||
    some.route.entryPoints.some((name) => others.route.entryPoints.includes(name));
  return shared && meet(some.alternative, others.alternative);
}
