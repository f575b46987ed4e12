import { at, itemsOf, textOf } from '../../synth/reading/json.ts';
import type { Entity } from '../tree/entity.ts';
import type { Side } from './side.ts';

/** Every public name that a route answers to, and the route. */
export function hostsOf(side: Side): ReadonlyMap<string, Entity> {
  const routes = side
    .ofKind('IngressRoute')
    .flatMap((entity) =>
      itemsOf(at(entity.value, 'spec', 'routes')).flatMap(({ match }) =>
        [...(textOf(match) ?? '').matchAll(/Host\(`([^`]+)`\)/g)].map(([, host = '']) => [host, entity] as const),
      ),
    );
  return new Map(routes);
}
