import type { Model } from '../model/model.ts';
import { type Alternative, readMatch } from './route-match.ts';
import { idOf, type Json, namespaceOf, written } from './written.ts';

/** One rule of a written IngressRoute, with what its middlewares make of it. */
export interface Route {
  /** Construct path of the IngressRoute. */
  readonly path: string;
  /** `namespace/name` of the IngressRoute. */
  readonly id: string;
  readonly file: string;
  readonly match: string;
  readonly alternatives: readonly Alternative[];
  readonly priority: number;
  /** Empty: all of them. */
  readonly entryPoints: readonly string[];
  readonly services: readonly Json[];
  /** Authelia is asked before every request. */
  readonly guarded: boolean;
  /** Serves nothing itself: whatever its middlewares do not answer ends at `noop@internal`. */
  readonly redirects: boolean;
  /** Identity headers that the client made up are emptied. */
  readonly dropsIdentity: boolean;
  /** Middlewares that it names and nobody writes in its namespace. */
  readonly missing: readonly string[];
}

/** What a backend takes for the truth about who is asking. */
export const identityHeaders = ['Remote-User', 'Remote-Groups', 'Remote-Email', 'Remote-Name'] as const;

/** Every rule of every written IngressRoute. */
export function readRoutes(model: Model): readonly Route[] {
  const middlewares = new Map(
    written(model, 'Middleware').map(({ manifest }) => [idOf(manifest), manifest.spec ?? {}]),
  );
  return written(model, 'IngressRoute').flatMap(({ path, file, manifest }) =>
    (manifest.spec?.routes ?? []).map((route: Json): Route => {
      const { used, missing } = resolve(route.middlewares ?? [], namespaceOf(manifest), middlewares);
      const services: readonly Json[] = route.services ?? [];
      return {
        path,
        id: idOf(manifest),
        file,
        match: route.match,
        alternatives: readMatch(route.match),
        priority: route.priority || route.match.length,
        entryPoints: manifest.spec.entryPoints ?? [],
        services,
        guarded: used.some(asksAuthelia),
        redirects: services.length > 0 && services.every(({ name }) => name === 'noop@internal'),
        dropsIdentity: used.some(dropsIdentity),
        missing,
      };
    }),
  );
}

/** Follows chains. A reference into another namespace is missing: Traefik refuses it unless told otherwise. */
function resolve(
  references: readonly Json[],
  namespace: string,
  middlewares: ReadonlyMap<string, Json>,
): { readonly used: readonly Json[]; readonly missing: readonly string[] } {
  const used: Json[] = [];
  const missing: string[] = [];
  const seen = new Set<string>();
  const queue = [...references];
  for (const { name, namespace: elsewhere = namespace } of queue) {
    const id = `${elsewhere}/${name}`;
    if (seen.has(id) || String(name).includes('@')) continue;
    seen.add(id);
    const spec = elsewhere === namespace ? middlewares.get(id) : undefined;
    if (!spec) missing.push(id);
    else used.push(spec);
    queue.push(...(spec?.chain?.middlewares ?? []));
  }
  return { used, missing };
}

function asksAuthelia({ forwardAuth }: Json): boolean {
  return typeof forwardAuth?.address === 'string' && /^https?:\/\/authelia[.:]/.test(forwardAuth.address);
}

function dropsIdentity({ headers }: Json): boolean {
  return identityHeaders.every((header) => headers?.customRequestHeaders?.[header] === '');
}
