/*
 * Fields: mail.host, forgeHost and portals of the platform.
 * Allowed: a zone of the platform, and names below one.
 */

import { factCheck } from '../../model/check.ts';
import { isOurs, readableZones } from '../../reading/zones.ts';

const cure = 'correct the host, or add the zone to the platform';

export default factCheck('a mail host, a forge or a portal in no zone that we own', (platform) => {
  const places = [
    ['mail.host', platform.mail.host],
    ['forgeHost', platform.forgeHost],
    ...platform.portals.map((portal) => ['portals', portal]),
  ] as const;
  return places
    .filter(([, host]) => !isOurs(platform, host))
    .map(([place, host]) => ({
      where: `platform/uyoop.ts ${place}`,
      what: `host '${host}' is in no zone we own`,
      got: readableZones(platform),
      cure,
    }));
});
