import { DomainZoneDnssec, DomainZoneRecord } from '@cdktf/provider-ovh';
import type { Construct } from 'constructs';
import type { Inventory } from '../constructs/inventory.ts';
import type { Platform } from '../platform/types.ts';
import { dnsRecords, recordAddress } from './dns-records.ts';
import { OvhStack } from './ovh-stack.ts';
import type { ZoneRecord } from './zone-record.ts';

/** Seconds that resolvers keep a record. */
const ttl = 3600;

/**
 * Records of our zones, and their signatures. A zone that OVH has just made holds records of its own (MX and SPF of its
 * mail service, A and TXT of its parking page): they are deleted once by hand, Terraform knows nothing of them.
 *
 * @see https://registry.terraform.io/providers/ovh/ovh/2.19.0/docs/resources/domain_zone_record
 */
export class Dns extends OvhStack {
  override readonly systems = ['OVH DNS'] as const;

  constructor(scope: Construct, platform: Platform, inventory: Inventory) {
    super(scope, 'dns', platform);
    // A host in no zone of ours is refused by check 2, and is no reason to have no record at all.
    const ours = inventory.dnsRecords.filter(({ host }) => isOurs(platform, host));
    for (const record of dnsRecords(platform, { dnsRecords: ours })) this.record(record);
    for (const zone of Object.keys(platform.zones)) this.sign(zone);
  }

  private record(record: ZoneRecord): void {
    const { zone, name, type, target, vital } = record;
    const address = recordAddress(record);
    new DomainZoneRecord(this, address, {
      zone,
      subdomain: name,
      fieldtype: type,
      ttl,
      target,
      ...(vital && { lifecycle: { preventDestroy: true } }),
    }).overrideLogicalId(address);
  }

  /** OVH signs the zone and, as its registrar, publishes the DS record above it. */
  private sign(zone: string): void {
    const address = zone.replaceAll('.', '-');
    new DomainZoneDnssec(this, `${address}-dnssec`, { zoneName: zone }).overrideLogicalId(address);
  }
}

function isOurs({ zones }: Platform, host: string): boolean {
  return Object.keys(zones).some((zone) => host === zone || host.endsWith(`.${zone}`));
}
