/*
 * Fields: IngressRoute spec.routes[*].match.
 * Allowed: what Traefik's language of rules takes.
 */

import { check } from '../../model/check.ts';
import { ingressRoutes } from '../../reading/routes.ts';

const cure = 'correct the rule: Traefik drops a route that it cannot read';

export default check('rules of routes that Traefik cannot read', (model) =>
  ingressRoutes(model).flatMap(({ path, rules }) =>
    rules
      // Where none is written at all, the schema says so.
      .filter(({ match, unreadable }) => match !== '' && unreadable !== undefined)
      .map(({ match, unreadable }) => ({ where: path, what: `a rule of a route: ${unreadable}`, got: match, cure })),
  ),
);
