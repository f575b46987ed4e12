import type { Access } from '../../constructs/web/access.ts';
import type { Model } from '../model/model.ts';
import { once } from './once.ts';
import { type Alternative, hostsOf, meet } from './route-match.ts';
import { type Route, readRoutes } from './routes.ts';

/** One alternative of a route at one host. */
export interface Door {
  readonly route: Route;
  readonly alternative: Alternative;
}

export type Doors = ReadonlyMap<string, readonly [Door, ...Door[]]>;

/** Every public host that a written route names, and the doors that lead in there. */
export const doorsByHost: (model: Model) => Doors = once((model) => {
  const doors = new Map<string, [Door, ...Door[]]>();
  for (const route of readRoutes(model)) {
    for (const alternative of route.alternatives) {
      for (const host of hostsOf(alternative) ?? []) {
        const known = doors.get(host);
        if (known) known.push({ route, alternative });
        else doors.set(host, [{ route, alternative }]);
      }
    }
  }
  return doors;
});

/** It serves strangers. What names a middleware that nobody writes serves nobody: Traefik answers with an error. */
export const isOpen = ({ guarded, redirects, missing }: Route): boolean =>
  !guarded && !redirects && missing.length === 0;

/** How a host may be entered, by its exposure; names that only redirect have no access of their own. */
export const accessByHost: (model: Model) => ReadonlyMap<string, Access> = once(
  ({ inventory }) =>
    new Map(
      inventory.exposures.flatMap(({ host, alsoServes, access }) =>
        [host, ...alsoServes].map((name) => [name.toLowerCase(), access] as const),
      ),
    ),
);

/** Pairs of doors at one host that two services claim. A service, which has one file, may split its host by path and priority. */
export function contestedDoors(doors: readonly Door[]): readonly (readonly [Door, Door])[] {
  const pairs = doors.flatMap((one, index) => doors.slice(index + 1).map((other) => [one, other] as const));
  return pairs
    .filter(([{ route: one }, { route: other }]) => one !== other)
    .filter(([one, other]) => {
      const apart = one.route.file !== other.route.file || one.route.match === other.route.match;
      return apart && collide(one, other);
    });
}

/** Whether two doors answer to the same request. */
function collide(some: Door, others: Door): boolean {
  const [a, b] = [some.route.entryPoints, others.route.entryPoints];
  const shared = a.length === 0 || b.length === 0 || a.some((name) => b.includes(name));
  return shared && meet(some.alternative, others.alternative);
}
