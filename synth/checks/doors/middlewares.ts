/*
 * Fields: IngressRoute spec.routes[*].middlewares[*].name and .namespace, Middleware spec.chain.
 * Allowed: a Middleware of the route's own namespace that is written, or one of another provider (name@provider).
 */

import { wholeCheck } from '../../model/check.ts';
import { readRoutes } from '../../reading/routes.ts';

const cure = 'make it with NamespaceChart.middleware(): Traefik answers such a route with an error';

export default wholeCheck('routes through middlewares that nobody writes in their namespace', (model) =>
  readRoutes(model).flatMap(({ path, missing }) =>
    missing.map((name) => ({
      where: path,
      what: 'a route names a middleware that nobody writes in its namespace',
      got: `'${name}'`,
      cure,
    })),
  ),
);
