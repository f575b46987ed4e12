/*
 * Fields: ovh_domain_zone_record of the mail host, type A and AAAA; ovh_ip_reverse ip_reverse and reverse.
 * Allowed: for each address that the mail host's name leads to, one reverse that leads back to it. Large receivers refuse or
 * bury mail from an address without.
 */

import { wholeCheck } from '../../model/check.ts';
import type { Model } from '../../model/model.ts';
import { recordsByZone } from '../../reading/dns.ts';
import { textOf } from '../../reading/json.ts';
import { resourcesOf } from '../../reading/terraform.ts';

const cure = 'add an ovh_ip_reverse for it, which leads to the mail host';

export default wholeCheck('addresses of the mail host that do not lead back to it', (model) => {
  const { host } = model.platform.mail;
  const reverses = new Map(
    resourcesOf(model, 'ovh_ip_reverse').map(({ body }) => [textOf(body['ip_reverse']), textOf(body['reverse'])]),
  );
  return addressesOf(model, host)
    .filter((address) => reverses.get(address)?.replace(/\.$/, '') !== host)
    .map((address) => ({
      where: 'terraform/stacks/dns',
      what: `${address}, which ${host} leads to, does not lead back to it`,
      got: reverses.get(address) ?? 'no reverse',
      cure,
    }));
});

function addressesOf(model: Model, host: string): readonly string[] {
  const records = [...recordsByZone(model).values()].flat();
  const own = records.filter(({ zone, name }) => (name ? `${name}.${zone}` : zone) === host);
  return own.filter(({ type }) => type === 'A' || type === 'AAAA').map(({ target }) => target);
}
