import type { Machine, Platform } from '../platform/types.ts';
import type { ZoneRecord } from './zone-record.ts';

/** Services that mailcow documents a SRV record for, by port. Only those whose port is open are published. */
const discoverable = [
  { service: '_autodiscover', port: 443 },
  { service: '_caldavs', port: 443, path: '/SOGo/dav/' },
  { service: '_carddavs', port: 443, path: '/SOGo/dav/' },
  { service: '_imaps', port: 993 },
  { service: '_submission', port: 587 },
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
    ...discoveryRecords(zone, mailHost, machine),
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
