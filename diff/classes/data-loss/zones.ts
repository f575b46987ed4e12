import { at, textOf } from '../../../synth/reading/json.ts';
import { type Consequence, claimOn, isRemoved, type Rule, whole } from '../../change/change.ts';
import type { Side } from '../../sides/side.ts';
import { hasStack } from '../../sides/stacks.ts';
import type { Entity } from '../../tree/entity.ts';

const record = 'ovh_domain_zone_record';

/** The last way for mail to a name is taken away. A further MX, or the same under another address, keeps it. */
export const mailRoutes: Rule = (changed, { after }) => {
  const { entity } = changed;
  if (!isRemoved(changed) || entity.kind !== record || !hasStack(after, entity.home)) return [];
  if (at(entity.value, 'fieldtype') !== 'MX' || after.ofKind(record).some((other) => isSameRoute(entity, other)))
    return [];
  return claimOn(
    whole(changed),
    `mail to ${nameOf(entity)} has no way any more: senders give up within days, and it is lost`,
  );
};

const isSameRoute = (one: Entity, other: Entity): boolean =>
  at(other.value, 'fieldtype') === 'MX' && nameOf(one) === nameOf(other);

function nameOf({ value }: Entity): string {
  const [subdomain, zone] = [textOf(at(value, 'subdomain')), textOf(at(value, 'zone'))];
  return subdomain ? `${subdomain}.${zone}` : (zone ?? '');
}

/** A zone of which no record is left. */
export const lostZones: Consequence = (changes, { before, after }) => {
  if (!changes.some((changed) => isRemoved(changed) && changed.entity.kind === record)) return [];
  const left = after.fact(zonesOf);
  return [...before.fact(zonesOf)].flatMap(([zone, records]) => {
    const [first] = records;
    if (left.has(zone) || !first || !hasStack(after, first.home)) return [];
    const says = `all ${records.length} records of the zone go: its sites and its mail end`;
    return [{ object: `zone ${zone}`, called: zone, says, place: first }];
  });
};

function zonesOf(side: Side): ReadonlyMap<string, readonly Entity[]> {
  const zones = new Map<string, Entity[]>();
  for (const entity of side.ofKind(record)) {
    const zone = textOf(at(entity.value, 'zone')) ?? '';
    zones.set(zone, [...(zones.get(zone) ?? []), entity]);
  }
  return zones;
}
