/*
 * Fields: IngressRoute spec.routes[*].match of routes without Authelia.
 * Allowed: every alternative names a Host; a redirect need not.
 */

import { check } from '../../model/check.ts';
import { isOpen } from '../../reading/doors.ts';
import { hostsOf } from '../../reading/route-match.ts';
import { readRoutes } from '../../reading/routes.ts';

const cure = 'name the host with Host(`…`)';

export default check('routes without Authelia that answer to any host', (model) =>
  readRoutes(model)
    .filter((route) => isOpen(route) && !route.alternatives.every(hostsOf))
    .map(({ path, match }) => ({
      where: path,
      what: 'a route without Authelia answers to any host',
      got: match,
      cure,
    })),
);
