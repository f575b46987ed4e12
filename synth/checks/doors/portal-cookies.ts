/*
 * Fields: IngressRoute spec.routes[*].match of guarded routes; portals of the platform.
 * Allowed: hosts below the cookie domain of a portal.
 */

import { cookieDomain } from '../../../constructs/web/portal.ts';
import { wholeCheck } from '../../model/check.ts';
import { doorsByHost } from '../../reading/doors.ts';
import { isOurs, isWithin } from '../../reading/zones.ts';

const cure = "add a portal in that zone to the platform's portals: a session cookie does not leave its domain";

export default wholeCheck('guarded hosts that no portal can log users in at', (model) => {
  const domains = model.platform.portals.map(cookieDomain);
  return [...doorsByHost(model)].flatMap(([host, doors]) => {
    const guarded = doors.find(({ route }) => route.guarded);
    // A host in no zone of ours is refused as such.
    if (!guarded || !isOurs(model.platform, host) || domains.some((domain) => isWithin(host, domain))) return [];
    const what = `no portal can log users in at '${host}'`;
    return [{ where: guarded.route.path, what, got: `cookie domains ${domains.join(', ') || 'none'}`, cure }];
  });
});
