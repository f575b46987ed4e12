import { createHash } from 'node:crypto';
import type { Machine, Platform } from '../platform/types.ts';
import type { ZoneRecord } from './zone-record.ts';

/** Services that Mailcow documents a SRV record for, by port. Only those whose port is open are published. */
const discoverable = [
  { service: '_autodiscover', port: 443 },
  { service: '_caldavs', port: 443, path: '/SOGo/dav/' },
  { service: '_carddavs', port: 443, path: '/SOGo/dav/' },
  { service: '_imap', port: 143 },
  { service: '_imaps', port: 993 },
  { service: '_pop3', port: 110 },
  { service: '_pop3s', port: 995 },
  { service: '_sieve', port: 4190 },
  { service: '_smtps', port: 465 },
  { service: '_submission', port: 587 },
  { service: '_submissions', port: 465 },
] as const;

/**
 * Mail of a zone that has any: who receives it, who may send it, how clients find their settings. Reports of DMARC go to the zone's own
 * postmaster, since another zone would have to allow it by a record.
 *
 * @see https://docs.mailcow.email/getstarted/prerequisite-dns/
 */
export function mailRecords(platform: Platform, zone: string, machine: Machine): readonly ZoneRecord[] {
  const facts = platform.zones[zone];
  if (!facts?.mail) return [];
  const mailHost = `${platform.mail.host}.`;
  const dkim = `v=DKIM1;k=rsa;t=s;s=email;p=${facts.dkim}`;
  return [
    { zone, name: '', type: 'MX', target: `10 ${mailHost}`, vital: true },
    { zone, name: '', type: 'TXT', purpose: 'spf', target: 'v=spf1 mx -all', vital: true },
    { zone, name: 'dkim._domainkey', type: 'TXT', target: text(dkim), vital: true },
    { zone, name: '_dmarc', type: 'TXT', target: `v=DMARC1; p=quarantine; rua=mailto:postmaster@${zone}`, vital: true },
    { zone, name: 'autodiscover', type: 'CNAME', target: mailHost },
    { zone, name: 'autoconfig', type: 'CNAME', target: mailHost },
    ...transportRecords(platform, zone),
    ...discoveryRecords(zone, mailHost, machine),
  ];
}

/**
 * What whoever sends to us may rely on: TLS to our MX (MTA-STS, RFC 8461), and where to report that it failed (TLS-RPT, RFC
 * 8460). The policy itself is Mailcow's to serve; senders fetch it again when the id changes, which hangs on its words.
 */
function transportRecords({ mail }: Platform, zone: string): readonly ZoneRecord[] {
  const policy = JSON.stringify([mail.mtaSts.mode, mail.mtaSts.maxAgeSeconds, mail.host]);
  const id = createHash('sha256').update(policy).digest('hex').slice(0, 16);
  return [
    { zone, name: '_mta-sts', type: 'TXT', target: `v=STSv1; id=${id};` },
    { zone, name: '_smtp._tls', type: 'TXT', target: `v=TLSRPTv1; rua=mailto:postmaster@${zone}` },
  ];
}

function discoveryRecords(zone: string, mailHost: string, machine: Machine): readonly ZoneRecord[] {
  const open = machine.ports.filter(({ protocol, address }) => protocol === 'tcp' && !address).map(({ port }) => port);
  return discoverable
    .filter(({ port }) => open.includes(port))
    .flatMap((record): ZoneRecord[] => {
      const name = `${record.service}._tcp`;
      const srv: ZoneRecord = { zone, name, type: 'SRV', target: `0 1 ${record.port} ${mailHost}` };
      return 'path' in record ? [srv, { zone, name, type: 'TXT', target: `path=${record.path}` }] : [srv];
    });
}

/**
 * A TXT holds strings of 255 bytes at most. OVH cuts a longer one there and gives it back as `"first" "second"`, which the
 * provider takes for a change at every plan; so it is written like that at once. One short string stays bare: the provider
 * knows that OVH quotes it.
 *
 * @see https://github.com/ovh/terraform-provider-ovh/issues/1225
 */
function text(value: string): string {
  if (value.length <= 255) return value;
  const strings = value.match(/.{1,255}/g) ?? [];
  return strings.map((string) => `"${string}"`).join(' ');
}
