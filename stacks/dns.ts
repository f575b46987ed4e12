import { DataOvhDomainZoneDnssec, DomainZoneDnssec, DomainZoneRecord, IpReverse } from '@cdktf/provider-ovh';
import type { Construct } from 'constructs';
import type { Inventory } from '../constructs/inventory.ts';
import type { Platform, ZoneFacts } from '../platform/types.ts';
import { dnsRecords, recordAddress } from './dns-records.ts';
import { ForeignRecords } from './foreign-records.ts';
import { named } from './named.ts';
import { OvhStack } from './ovh-stack.ts';
import type { ZoneRecord } from './zone-record.ts';

/**
 * Seconds that resolvers keep a record, and the mark by which `ForeignRecords` knows ours: a number that nobody else sets. OVH
 * keeps no note beside a record. Whoever changes it makes every record foreign.
 */
const ttl = 3607;

/**
 * Records of our zones, their signatures, and where the mail host's address leads back to. What stands in a zone before is adopted, kept or in the way: the owner's facts
 * about the zone say which.
 *
 * @throws when a record is adopted that the model does not make.
 * @see https://registry.terraform.io/providers/ovh/ovh/2.19.0/docs/resources/domain_zone_record
 */
export class Dns extends OvhStack {
  override readonly systems = ['OVH DNS'] as const;

  constructor(
    scope: Construct,
    private readonly platform: Platform,
    inventory: Inventory,
  ) {
    super(scope, 'dns', platform);
    // A host in no zone of ours is refused by check 2, and is no reason to have no record at all.
    const ours = inventory.dnsRecords.filter(({ host }) => isOurs(platform, host));
    const records = dnsRecords(platform, { dnsRecords: ours });
    for (const [zone, facts] of Object.entries(platform.zones)) {
      const own = records.filter((record) => record.zone === zone);
      this.zone(zone, own, facts);
    }
  }

  private zone(zone: string, records: readonly ZoneRecord[], { adopts = {}, keeps = {}, signed }: ZoneFacts): void {
    refuseStray(zone, Object.keys(adopts), records.map(recordAddress));
    for (const record of records) this.record(record, adopts);
    const known = [...Object.values(adopts), ...Object.keys(keeps).map(Number)];
    new ForeignRecords(this, `${zone}-foreign`, { zone, ttl, known });
    if (signed) this.checkSigned(zone);
    else this.sign(zone);
  }

  private record(record: ZoneRecord, adopts: Readonly<Record<string, number>>): void {
    const made = this.zoneRecord(record, adopts);
    if (isAddressOf(record, this.platform.mail.host)) this.reverse(record, made);
  }

  private zoneRecord(record: ZoneRecord, adopts: Readonly<Record<string, number>>): DomainZoneRecord {
    const { zone, name, type, target, vital } = record;
    const address = recordAddress(record);
    const made = new DomainZoneRecord(this, address, {
      zone,
      subdomain: name,
      fieldtype: type,
      ttl,
      target,
      ...(vital && { lifecycle: { preventDestroy: true } }),
    });
    named(made, address);
    if (address in adopts) made.importFrom(`${adopts[address]}.${zone}`);
    return made;
  }

  /**
   * The address leads back to the mail host, or large receivers refuse what it sends. OVH takes a reverse only once the name
   * leads to the address, which it does some time after the zone is refreshed, and gives it back with the dot.
   */
  private reverse({ zone, target }: ZoneRecord, forward: DomainZoneRecord): void {
    const made = new IpReverse(this, 'reverse-a', {
      ip: `${target}/32`,
      ipReverse: target,
      reverse: `${this.platform.mail.host}.`,
      readinessTimeoutDuration: '10m',
      dependsOn: [forward],
    });
    named(made, `${addressOf(zone)}_mail_a`);
  }

  /** OVH signs the zone and, as its registrar, publishes the DS record above it. */
  private sign(zone: string): void {
    named(new DomainZoneDnssec(this, `${zone}-dnssec`, { zoneName: zone }), addressOf(zone));
  }

  /** The resource cannot be imported. Where it stands in the state already it is let go: to destroy it is to sign no more. */
  private checkSigned(zone: string): void {
    const condition = `\${self.status == "enabled"}`;
    const errorMessage = `${zone} is not signed (\${self.status}): drop 'signed' from the zone in platform/owner.ts, and Terraform signs it`;
    const lifecycle = { postcondition: [{ condition, errorMessage }] };
    named(new DataOvhDomainZoneDnssec(this, `${zone}-dnssec`, { zoneName: zone, lifecycle }), addressOf(zone));
    this.letGo(`ovh_domain_zone_dnssec.${addressOf(zone)}`);
  }
}

function isOurs({ zones }: Platform, host: string): boolean {
  return Object.keys(zones).some((zone) => host === zone || host.endsWith(`.${zone}`));
}

const isAddressOf = ({ zone, name, type }: ZoneRecord, host: string): boolean =>
  type === 'A' && host === (name ? `${name}.${zone}` : zone);

const addressOf = (zone: string): string => zone.replaceAll('.', '-');

function refuseStray(zone: string, adopted: readonly string[], addresses: readonly string[]): void {
  const stray = adopted.find((address) => !addresses.includes(address));
  if (!stray) return;
  throw new Error(`zone '${zone}' adopts '${stray}', which is no record of ours there (${addresses.join(', ')})`);
}
