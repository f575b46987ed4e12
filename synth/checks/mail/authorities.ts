/*
 * Fields: ovh_domain_zone_record fieldtype and subdomain.
 * Allowed: a CAA at each zone itself; without one any authority may issue certificates.
 */

import { wholeCheck } from '../../model/check.ts';
import { readableRecords, recordsByZone } from '../../reading/dns.ts';

const cure = 'add a CAA that names letsencrypt.org';

export default wholeCheck('zones in which any authority may issue certificates', (model) => {
  const records = recordsByZone(model);
  // That no record at all is written, mail-records says.
  if (records.size === 0) return [];
  return Object.keys(model.platform.zones)
    .filter((zone) => !records.get(zone)?.some(({ type, name }) => type === 'CAA' && name === ''))
    .map((zone) => ({
      where: 'terraform/stacks/dns',
      what: `zone '${zone}' has no CAA record`,
      got: readableRecords(records.get(zone) ?? []),
      cure,
    }));
});
