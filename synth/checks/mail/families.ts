/*
 * Fields: ovh_domain_zone_record of type AAAA, and of type A at the same name.
 * Allowed: an AAAA that leads to somebody else's machine. Pods and services have IPv4 alone, so that nothing answers on the
 * IPv6 address of ours; Let's Encrypt asks there first, and so does every client.
 */

import { check } from '../../model/check.ts';
import type { Model } from '../../model/model.ts';
import { type DnsRecord, recordsByZone } from '../../reading/dns.ts';

const cure = 'publish the A record alone: docs/decisions/0023 says what IPv6 would take';

export default check('names that lead to a machine by a family on which nothing answers', (model) =>
  [...recordsByZone(model).values()].flat().flatMap((record) => {
    const machine = record.type === 'AAAA' ? machineOf(model, record) : undefined;
    if (machine === undefined) return [];
    const name = nameOf(record);
    return [
      {
        where: 'terraform/stacks/dns',
        what: `${name} leads to ${machine} by IPv6, where nothing answers: it gets no certificate`,
        got: `AAAA ${record.target}`,
        cure,
      },
    ];
  }),
);

/** The machine of ours that a name means, by either of its addresses. */
function machineOf(model: Model, record: DnsRecord): string | undefined {
  const beside = [...recordsByZone(model).values()].flat().filter((other) => nameOf(other) === nameOf(record));
  const targets = new Set(beside.map(({ target }) => target));
  const facts = Object.entries(model.platform.owner.machines);
  return facts.find(([, { ipv4, ipv6 }]) => targets.has(ipv4) || (ipv6 !== undefined && targets.has(ipv6)))?.[0];
}

const nameOf = ({ zone, name }: DnsRecord): string => (name ? `${name}.${zone}` : zone);
