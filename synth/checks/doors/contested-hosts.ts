/*
 * Fields: IngressRoute spec.routes[*].match and spec.entryPoints.
 * Allowed: hosts of one file's routes, which belong to one service; elsewhere hosts or paths that never meet.
 */

import { check } from '../../model/check.ts';
import { contestedDoors, doorsByHost } from '../../reading/doors.ts';

const cure = 'give one of them another host, or paths that the other does not answer to';

export default check('hosts that two services claim', (model) =>
  [...doorsByHost(model)].flatMap(([host, doors]) =>
    contestedDoors(doors).map(([{ route: one }, { route: other }]) => ({
      where: other.path,
      what: `two services claim the host '${host}'`,
      got: `${one.id} and ${other.id}`,
      cure,
    })),
  ),
);
