import type { Model } from '../model/model.ts';
import { isFields } from './json.ts';
import { once } from './once.ts';
import { resourcesOf } from './terraform.ts';

/** A DNS record as the dns stack makes it. */
export interface DnsRecord {
  readonly zone: string;
  /** Empty: the zone itself. */
  readonly name: string;
  readonly type: string;
  readonly target: string;
}

/** Every record, by its zone. */
export const recordsByZone: (model: Model) => ReadonlyMap<string, readonly DnsRecord[]> = once((model) => {
  const zones = new Map<string, DnsRecord[]>();
  for (const { body } of resourcesOf(model, 'ovh_domain_zone_record')) {
    const { zone, subdomain, fieldtype, target } = body;
    const name = !subdomain || subdomain === '@' ? '' : String(subdomain);
    const record = {
      zone: String(zone),
      name,
      type: String(fieldtype).toUpperCase(),
      target: isFields(target) ? '' : String(target ?? ''),
    };
    zones.set(record.zone, [...(zones.get(record.zone) ?? []), record]);
  }
  return zones;
});

/** What lists the dns stack's records of a zone: `MX, TXT _dmarc`. */
export function readableRecords(records: readonly DnsRecord[]): string {
  const texts = records.map(({ type, name }) => (name ? `${type} ${name}` : type));
  return [...new Set(texts)].join(', ') || 'no record at all';
}

/** Sender Policy Framework: OVH has a type of its own for it beside TXT. */
export function isSpf({ type, name, target }: DnsRecord): boolean {
  return name === '' && (type === 'SPF' || type === 'TXT') && /^"?v=spf1\b/.test(target);
}
