import type { Model } from '../model/model.ts';
import { at, type Fields, itemsOf, numberOf, textOf, textsOf } from './json.ts';
import { type MiddlewareReference, middlewares, referenceOf, type WrittenMiddleware } from './middlewares.ts';
import { once } from './once.ts';
import { type Alternative, readMatch } from './route-match.ts';
import { type Written, written } from './written.ts';

/** A written IngressRoute. */
export interface IngressRoute {
  readonly path: string;
  readonly file: string;
  readonly id: string;
  readonly namespace: string;
  /** Empty: all of them. */
  readonly entryPoints: readonly string[];
  readonly tls: boolean;
  /** The Secret that holds its certificate. */
  readonly secretName?: string;
  readonly rules: readonly Route[];
}

/** One rule of a written IngressRoute, with what its middlewares make of it. */
export interface Route {
  /** Construct path of the IngressRoute. */
  readonly path: string;
  /** `namespace/name` of the IngressRoute. */
  readonly id: string;
  readonly file: string;
  readonly match: string;
  readonly alternatives: readonly Alternative[];
  /** Why the rule cannot be read, should it be one that cannot. */
  readonly unreadable?: string;
  readonly priority: number;
  /** Empty: all of them. */
  readonly entryPoints: readonly string[];
  readonly services: readonly RouteService[];
  /** Authelia is asked before every request. */
  readonly guarded: boolean;
  /** Serves nothing itself: whatever its middlewares do not answer ends at `noop@internal`. */
  readonly redirects: boolean;
  /** Identity headers that the client made up are emptied. */
  readonly dropsIdentity: boolean;
  /** Middlewares that it names and nobody writes in its namespace. */
  readonly missing: readonly string[];
}

export interface RouteService {
  readonly name: string;
  readonly port?: number | string;
}

export const ingressRoutes: (model: Model) => readonly IngressRoute[] = once((model) =>
  written(model, 'IngressRoute').map((object) => {
    const { path, file, id, namespace, spec } = object;
    const entryPoints = textsOf(at(spec, 'entryPoints'));
    const rules = itemsOf(at(spec, 'routes')).map((rule) => routeOf(model, object, entryPoints, rule));
    const secretName = textOf(at(spec, 'tls', 'secretName'));
    return { path, file, id, namespace, entryPoints, tls: Boolean(at(spec, 'tls')), secretName, rules };
  }),
);

/** Every rule that can be read of every written IngressRoute. */
export function readRoutes(model: Model): readonly Route[] {
  return ingressRoutes(model).flatMap(({ rules }) => rules.filter(({ unreadable }) => unreadable === undefined));
}

function routeOf(model: Model, object: Written, entryPoints: readonly string[], rule: Fields): Route {
  const { path, id, file, namespace } = object;
  const match = textOf(rule['match']) ?? '';
  const { used, missing } = resolve(itemsOf(rule['middlewares']).flatMap(referenceOf), namespace, middlewares(model));
  const services = itemsOf(rule['services']).flatMap(serviceOf);
  return {
    ...{ path, id, file, match, entryPoints, services, missing, ...alternativesOf(match) },
    priority: numberOf(rule['priority']) || match.length,
    guarded: used.some(({ asksAuthelia }) => asksAuthelia),
    redirects: services.length > 0 && services.every(({ name }) => name === 'noop@internal'),
    dropsIdentity: used.some(({ dropsIdentity }) => dropsIdentity),
  };
}

function alternativesOf(match: string): Pick<Route, 'alternatives' | 'unreadable'> {
  try {
    return { alternatives: readMatch(match) };
  } catch (error) {
    return { alternatives: [], unreadable: (error as Error).message };
  }
}

function serviceOf({ name, port }: Fields): readonly RouteService[] {
  return typeof name === 'string' ? [{ name, port: numberOf(port) ?? textOf(port) }] : [];
}

/** Follows chains. A reference into another namespace is missing: Traefik refuses it unless told otherwise. */
function resolve(
  references: readonly MiddlewareReference[],
  home: string,
  known: ReadonlyMap<string, WrittenMiddleware>,
): { readonly used: readonly WrittenMiddleware[]; readonly missing: readonly string[] } {
  const used: WrittenMiddleware[] = [];
  const missing: string[] = [];
  const seen = new Set<string>();
  const queue = [...references];
  for (const { name, namespace = home } of queue) {
    const id = `${namespace}/${name}`;
    if (seen.has(id) || name.includes('@')) continue;
    seen.add(id);
    const middleware = namespace === home ? known.get(id) : undefined;
    if (!middleware) missing.push(id);
    else used.push(middleware);
    queue.push(...(middleware?.chain ?? []));
  }
  return { used, missing };
}
