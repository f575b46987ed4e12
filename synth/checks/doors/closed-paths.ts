/*
 * Fields: IngressRoute spec.routes[*].match and .middlewares; firstRun of the exposure and closed of its access.
 * Allowed: routes that ask Authelia, and none at all.
 */

import type { Exposure } from '../../../constructs/web/exposure.ts';
import { check } from '../../model/check.ts';
import { contestedDoors, doorsByHost, isOpen } from '../../reading/doors.ts';
import { admits } from '../../reading/route-match.ts';

const cure = 'take the path out of the open route: list it in closed beside except, or leave the routes to expose()';

export default check('paths without Authelia where an application is claimed, or asks nobody who he is', (model) =>
  model.inventory.exposures.flatMap((exposure) =>
    [exposure.host, ...exposure.alsoServes].flatMap((host) => {
      const doors = doorsByHost(model).get(host.toLowerCase()) ?? [];
      // Of a host that two services claim nobody knows whose paths these are.
      if (contestedDoors(doors).length > 0) return [];
      return closedPaths(exposure).flatMap((path) => {
        const door = doors.find(
          ({ route, alternative }) => isOpen(route) && spellings(path).some((spelt) => admits(alternative, spelt)),
        );
        const what = `host '${host}': strangers get to '${path}'`;
        return door ? [{ where: door.route.path, what, got: door.route.match, cure }] : [];
      });
    }),
  ),
);

function closedPaths({ access, firstRun }: Exposure): readonly string[] {
  return [...firstRun, ...((access.kind === 'forward-auth' && access.closed) || [])];
}

/** As backends read it: with a slash behind it, with one doubled, and with its last name in capitals. */
function spellings(path: string): readonly string[] {
  const cut = path.lastIndexOf('/');
  const [above, name] = [path.slice(0, cut), path.slice(cut + 1)];
  return [path, `${path}/`, `${above}//${name}`, `${above}/${name.toUpperCase()}`];
}
