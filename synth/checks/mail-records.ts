import type { Finding } from '../model/finding.ts';
import type { Model } from '../model/model.ts';
import { resourcesOf } from '../reading/terraform.ts';

interface DnsRecord {
  readonly zone: string;
  /** Empty: the zone itself. */
  readonly subdomain: string;
  readonly type: string;
  readonly target: string;
}

/** What a zone needs to take part in mail. OVH has types of its own for SPF, DKIM and DMARC beside TXT. */
const needed: readonly {
  readonly name: string;
  readonly holds: (record: DnsRecord) => boolean;
  readonly cure: string;
}[] = [
  {
    name: 'MX',
    holds: ({ type, subdomain }) => type === 'MX' && subdomain === '',
    cure: 'add an MX that leads to the mail host',
  },
  { name: 'SPF', holds: isSpf, cure: 'add a TXT v=spf1 at the zone itself' },
  {
    name: 'DKIM',
    holds: ({ type, subdomain }) => ['TXT', 'DKIM', 'CNAME'].includes(type) && subdomain.endsWith('._domainkey'),
    cure: 'add the public key at <selector>._domainkey',
  },
  {
    name: 'DMARC',
    holds: ({ type, subdomain }) => ['TXT', 'DMARC', 'CNAME'].includes(type) && subdomain === '_dmarc',
    cure: 'add a TXT v=DMARC1 at _dmarc',
  },
  {
    name: 'autodiscover',
    holds: ({ type, subdomain }) =>
      (['A', 'AAAA', 'CNAME'].includes(type) && subdomain === 'autodiscover') ||
      (type === 'SRV' && subdomain === '_autodiscover._tcp'),
    cure: 'add a CNAME autodiscover that leads to the mail host',
  },
];

/** Check 9: mail that others would refuse or not find, and zones in which any authority may issue. Judged on the dns stack. */
export function mailRecords(model: Model): readonly Finding[] {
  const records = resourcesOf(model, 'ovh_domain_zone_record').map(({ body }) => ({
    zone: body.zone,
    subdomain: !body.subdomain || body.subdomain === '@' ? '' : body.subdomain,
    type: String(body.fieldtype).toUpperCase(),
    target: String(body.target ?? ''),
  }));
  return Object.entries(model.platform.zones).flatMap(([zone, { mail }]) => {
    const own = records.filter((record) => record.zone === zone);
    return [...authority(zone, own), ...(mail ? [...lacking(zone, own), ...wrong(model, zone, own)] : [])];
  });
}

function isSpf({ type, subdomain, target }: DnsRecord): boolean {
  return subdomain === '' && (type === 'SPF' || type === 'TXT') && /^"?v=spf1\b/.test(target);
}

function authority(zone: string, own: readonly DnsRecord[]): readonly Finding[] {
  if (own.some(({ type, subdomain }) => type === 'CAA' && subdomain === '')) return [];
  return [letter(zone, 'has no CAA record', types(own), 'add a CAA that names letsencrypt.org')];
}

function lacking(zone: string, own: readonly DnsRecord[]): readonly Finding[] {
  return needed
    .filter(({ holds }) => !own.some(holds))
    .map(({ name, cure }) => letter(zone, `receives mail and has no ${name}`, types(own), cure));
}

function wrong({ platform }: Model, zone: string, own: readonly DnsRecord[]): readonly Finding[] {
  const spf = own.filter(isSpf);
  const strayMx = own.filter(({ type, target }) => type === 'MX' && !target.endsWith(` ${platform.mail.host}.`));
  return [
    ...(spf.length > 1
      ? [
          letter(
            zone,
            'has more than one SPF record, which counts as none',
            spf.map(({ target }) => target).join(' and '),
            'keep one',
          ),
        ]
      : []),
    ...strayMx.map(({ target }) =>
      letter(
        zone,
        'has an MX that does not lead to the mail host',
        `'${target}'`,
        `write '10 ${platform.mail.host}.', with the dot at its end`,
      ),
    ),
  ];
}

function types(own: readonly DnsRecord[]): string {
  return (
    [...new Set(own.map(({ type, subdomain }) => (subdomain ? `${type} ${subdomain}` : type)))].join(', ') ||
    'no record at all'
  );
}

function letter(zone: string, what: string, got: string, cure: string): Finding {
  return { check: 9, where: 'terraform/stacks/dns', what: `zone '${zone}' ${what}`, got, cure };
}
