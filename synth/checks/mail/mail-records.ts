/*
 * Fields: ovh_domain_zone_record zone, subdomain, fieldtype and target of zones with mail.
 * Allowed: in each MX, SPF, DKIM, DMARC, autodiscover, autoconfig, MTA-STS with the name that serves its policy, and TLS-RPT: what
 * the mail stack's own DNS page wants of every zone. OVH has types of its own for SPF, DKIM and DMARC beside TXT.
 *
 * @see https://docs.mailcow.email/getstarted/prerequisite-dns/
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
      (leads(type) && name === 'autodiscover') || (type === 'SRV' && name === '_autodiscover._tcp'),
    cure: 'add a CNAME autodiscover that leads to the mail host',
  },
  {
    name: 'autoconfig',
    holds: ({ type, name }) => leads(type) && name === 'autoconfig',
    cure: 'add a CNAME autoconfig that leads to the mail host',
  },
  {
    name: 'MTA-STS',
    holds: ({ type, name, target }) => type === 'TXT' && name === '_mta-sts' && /^"?v=STSv1; *id=\w+/.test(target),
    cure: 'add a TXT v=STSv1 with an id at _mta-sts',
  },
  {
    name: "name for MTA-STS's policy",
    holds: ({ type, name }) => leads(type) && name === 'mta-sts',
    cure: 'serve mta-sts, from where its policy is fetched',
  },
  {
    name: 'TLS-RPT',
    holds: ({ type, name, target }) => type === 'TXT' && name === '_smtp._tls' && /^"?v=TLSRPTv1; *rua=/.test(target),
    cure: 'add a TXT v=TLSRPTv1 with rua= at _smtp._tls',
  },
];

const leads = (type: string): boolean => ['A', 'AAAA', 'CNAME'].includes(type);

const noRecords = 'build the dns stack: stacks/index.ts';

export default wholeCheck(
  "mail that others would refuse or not find: a zone without one of the records that its mail stack's own page wants",
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
