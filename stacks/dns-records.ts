import { machinesOf, zoneOf } from '../constructs/facts/platform-app.ts';
import type { Inventory } from '../constructs/inventory.ts';
import type { Host, Machine, Platform } from '../platform/types.ts';
import { mailRecords } from './mail-records.ts';
import type { ZoneRecord } from './zone-record.ts';

/**
 * Every record of our zones, once each, in a stable order: public names of the inventory, mail, and who may issue
 * certificates. Redirected zones are served by Traefik too, so their names come with the inventory.
 *
 * @throws when a host is in no zone of ours, or one name leads to two machines.
 */
export function dnsRecords(platform: Platform, inventory: Pick<Inventory, 'dnsRecords'>): readonly ZoneRecord[] {
  const mailHost = machineOf(platform, platform.mail.machine);
  const addresses = [
    ...mailHostRecords(platform, mailHost),
    ...inventory.dnsRecords.map(({ host, machine }) => addressRecord(platform, host, machine)),
  ];
  const zones = Object.keys(platform.zones);
  const mail = zones.flatMap((zone) => mailRecords(platform, zone, mailHost));
  const authorities = zones.flatMap((zone) => authorityRecords(zone, platform.owner.acmeMail));
  return unique(withoutShadowedAliases([...addresses, ...mail, ...authorities]));
}

/** The address of the mail host, and the key by which others know its TLS (DANE, RFC 7672) once that has been made. */
function mailHostRecords(platform: Platform, machine: Machine): readonly ZoneRecord[] {
  const { host } = platform.mail;
  const address = { ...addressRecord(platform, host, machine), vital: true };
  const digest = platform.owner.mailKeyDigest;
  if (digest === undefined) return [address];
  if (!/^[0-9a-f]{64}$/.test(digest))
    throw new Error(
      `owner.mailKeyDigest is '${digest}'; it is 64 lower case hexadecimal digits, as sha256sum prints them`,
    );
  const { zone, name } = placeOf(platform, host);
  const service = name ? `_25._tcp.${name}` : '_25._tcp';
  return [address, { zone, name: service, type: 'TLSA', target: `3 1 1 ${digest}` }];
}

/** The record's Terraform name. It hangs on zone, name and type alone, so that no record ever renames another. */
export function recordAddress({ zone, name, type, purpose }: ZoneRecord): string {
  const parts = [zone, name || 'apex', type.toLowerCase(), ...(purpose ? [purpose] : [])];
  return parts.map((part) => part.replaceAll('.', '-').replace('*', 'any')).join('_');
}

/**
 * A, and never AAAA: pods and services have IPv4 alone, so that nothing answers on a machine's IPv6 address. Let's Encrypt and
 * every client try IPv6 first. docs/decisions/0023 says what it would take.
 */
function addressRecord(platform: Platform, host: Host, machine: Machine): ZoneRecord {
  const facts = platform.owner.machines[machine.name];
  if (!facts)
    throw new Error(
      `${host}: the public addresses of machine '${machine.name}' are unknown; add them to the owner's machines`,
    );
  return { ...placeOf(platform, host), type: 'A', target: facts.ipv4 };
}

/** Certificates come from Let's Encrypt alone; who asks another authority in our name is reported to us. RFC 8659. */
function authorityRecords(zone: string, contact: string): readonly ZoneRecord[] {
  const caa = { zone, name: '', type: 'CAA' } as const;
  return [
    { ...caa, purpose: 'issue', target: '0 issue "letsencrypt.org"' },
    { ...caa, purpose: 'iodef', target: `0 iodef "mailto:${contact}"` },
  ];
}

function placeOf(platform: Platform, host: Host): Pick<ZoneRecord, 'zone' | 'name'> {
  const zone = zoneOf(platform, host);
  return { zone, name: host.slice(0, -zone.length - 1) };
}

function machineOf(platform: Platform, name: string): Machine {
  const machine = machinesOf(platform).find((machine) => machine.name === name);
  if (!machine) throw new Error(`mail is received by machine '${name}', which phase ${platform.phase} does not have`);
  return machine;
}

/** A CNAME suffers no other record at its name: where the name is served by us, its addresses win. */
function withoutShadowedAliases(records: readonly ZoneRecord[]): readonly ZoneRecord[] {
  const place = ({ zone, name }: ZoneRecord): string => `${name}.${zone}`;
  const taken = new Set(records.filter(({ type }) => type !== 'CNAME').map(place));
  return records.filter((record) => record.type !== 'CNAME' || !taken.has(place(record)));
}

function unique(records: readonly ZoneRecord[]): readonly ZoneRecord[] {
  const byAddress = new Map<string, ZoneRecord>();
  for (const record of records) {
    const address = recordAddress(record);
    const known = byAddress.get(address);
    if (known && known.target !== record.target) {
      throw new Error(
        `DNS record ${address}: leads to '${known.target}' and to '${record.target}'; one of the two is wrong`,
      );
    }
    if (!known) byAddress.set(address, record);
  }
  return [...byAddress].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, record]) => record);
}
