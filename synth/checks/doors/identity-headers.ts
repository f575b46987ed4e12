/*
 * Fields: Middleware spec.headers.customRequestHeaders behind IngressRoute spec.routes[*].middlewares.
 * Allowed: routes without Authelia empty Remote-User, Remote-Groups, Remote-Email and Remote-Name.
 */

import { check } from '../../model/check.ts';
import { modelAlone } from '../../model/run.ts';
import { isOpen } from '../../reading/doors.ts';
import { readRoutes } from '../../reading/routes.ts';
import anyHost from './any-host.ts';
import guardedPaths from './guarded-paths.ts';
import publicHosts from './public-hosts.ts';

const cure = 'add the drop-identity middleware, which empties Remote-User and its like';

export default check('routes without Authelia that let identity headers of strangers through', (model) => {
  // What should not be open at all is refused as such.
  const refused = new Set(
    [publicHosts, guardedPaths, anyHost].flatMap(({ find }) => find(model, modelAlone)).map(({ where }) => where),
  );
  return readRoutes(model)
    .filter((route) => isOpen(route) && !route.dropsIdentity && !refused.has(route.path))
    .map(({ path, match }) => ({
      where: path,
      what: 'a route without Authelia lets identity headers of strangers through',
      got: match,
      cure,
    }));
});
