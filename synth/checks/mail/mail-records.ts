/*
 * Fields: ovh_domain_zone_record zone, subdomain, fieldtype and target of zones with mail.
 * Allowed: MX, SPF, DKIM, DMARC and autodiscover in each. OVH has types of its own for SPF, DKIM and DMARC beside TXT.
 */

import { wholeCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import type { Model } from '../../model/model.ts';
import { type DnsRecord, isSpf, readableRecords, recordsByZone } from '../../reading/dns.ts';

interface Needed {
  readonly name: string;
  readonly holds: (record: DnsRecord) => boolean;
  readonly cure: string;
}

const needed: readonly Needed[] = [
  {
    name: 'MX',
    holds: ({ type, name }) => type === 'MX' && name === '',
    cure: 'add an MX that leads to the mail host',
  },
  { name: 'SPF', holds: isSpf, cure: 'add a TXT v=spf1 at the zone itself' },
  {
    name: 'DKIM',
    holds: ({ type, name }) => ['TXT', 'DKIM', 'CNAME'].includes(type) && name.endsWith('._domainkey'),
    cure: 'add the public key at <selector>._domainkey',
  },
  {
    name: 'DMARC',
    holds: ({ type, name }) => ['TXT', 'DMARC', 'CNAME'].includes(type) && name === '_dmarc',
    cure: 'add a TXT v=DMARC1 at _dmarc',
  },
  {
    name: 'autodiscover',
    holds: ({ type, name }) =>
      (['A', 'AAAA', 'CNAME'].includes(type) && name === 'autodiscover') ||
      (type === 'SRV' && name === '_autodiscover._tcp'),
    cure: 'add a CNAME autodiscover that leads to the mail host',
  },
];

const noRecords = 'build the dns stack: stacks/index.ts';

export default wholeCheck(
  'mail that others would refuse or not find: a zone without MX, SPF, DKIM, DMARC or autodiscover',
  (model) => {
    const zones = Object.entries(model.platform.zones).flatMap(([zone, { mail }]) => (mail ? [zone] : []));
    if (zones.length > 0 && recordsByZone(model).size === 0) return [nothing(zones)];
    return zones.flatMap((zone) => lacking(model, zone));
  },
);

function lacking(model: Model, zone: string): readonly Letter[] {
  const own = recordsByZone(model).get(zone) ?? [];
  const missing = needed.filter(({ holds }) => !own.some(holds));
  if (missing.length === 0) return [];
  return [
    {
      where: 'terraform/stacks/dns',
      what: `zone '${zone}' receives mail and has no ${missing.map(({ name }) => name).join(', no ')}`,
      got: readableRecords(own),
      cure: missing.map(({ cure }) => cure).join('; '),
    },
  ];
}

function nothing(zones: readonly string[]): Letter {
  const what = 'zones receive mail, and no DNS record at all is written';
  return { where: 'terraform/stacks/dns', what, got: zones.join(', '), cure: noRecords };
}
