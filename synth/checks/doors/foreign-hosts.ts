/*
 * Fields: IngressRoute spec.routes[*].match, hosts of exposures.
 * Allowed: a zone of the platform, and names below one.
 */

import { check } from '../../model/check.ts';
import type { Model } from '../../model/model.ts';
import { doorsByHost } from '../../reading/doors.ts';
import { isOurs, readableZones } from '../../reading/zones.ts';

const cure = 'correct the host, or add the zone to the platform';

export default check('hosts in no zone that we own', (model) => {
  const { platform } = model;
  const facts: readonly string[] = [platform.mail.host, ...platform.portals];
  return (
    [...places(model)]
      // Own-hosts refuses those where they are written.
      .filter(([host]) => !isOurs(platform, host) && !facts.includes(host))
      .map(([host, where]) => ({
        where,
        what: `host '${host}' is in no zone we own`,
        got: readableZones(platform),
        cure,
      }))
  );
});

function places(model: Model): ReadonlyMap<string, string> {
  return new Map([
    ...model.inventory.exposures.flatMap(({ hosts, node }) =>
      hosts.map((host) => [host.toLowerCase(), node.path] as const),
    ),
    ...[...doorsByHost(model)].map(([host, [door]]) => [host, door.route.path] as const),
  ]);
}
