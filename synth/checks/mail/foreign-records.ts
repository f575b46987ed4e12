/*
 * Fields: ovh_domain_zone_record zone and ttl; of the same stack data.ovh_domain_zone_record zone_name, locals, and the
 * preconditions of outputs.
 * Allowed: in each zone with records of ours an output whose precondition looks at all that the zone holds, and knows ours by
 * their TTL. What was there before answers beside ours, and no plan says so.
 */

import { wholeCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import type { TerraformStackJson } from '../../model/model.ts';
import { at, fieldsOf, textOf } from '../../reading/json.ts';
import { stackFile } from '../../reading/terraform.ts';

const guard = 'make a ForeignRecords for it, with the TTL of its records: stacks/foreign-records.ts';

export default wholeCheck('zones whose plan passes over records that are not ours', (model) =>
  model.stacks.flatMap((stack) => zonesOf(stack).flatMap((zone) => letterOf(stack, zone))),
);

interface Zone {
  readonly name: string;
  readonly ttls: readonly string[];
}

function zonesOf({ json }: TerraformStackJson): readonly Zone[] {
  const zones = new Map<string, Set<string>>();
  for (const record of Object.values(fieldsOf(at(json['resource'], 'ovh_domain_zone_record')))) {
    const zone = String(at(record, 'zone'));
    zones.set(zone, (zones.get(zone) ?? new Set()).add(String(at(record, 'ttl') ?? 0)));
  }
  return [...zones].map(([name, ttls]) => ({ name, ttls: [...ttls] }));
}

function letterOf({ name: stack, json }: TerraformStackJson, { name, ttls }: Zone): readonly Letter[] {
  const looks = guardsOf(json).filter((text) => looksAt(json, name).some((data) => text.includes(data)));
  const strange = ttls.filter((ttl) => !looks.some((text) => text.includes(`r.ttl == ${ttl} `)));
  if (strange.length === 0) return [];
  const where = stackFile(stack);
  if (looks.length === 0) {
    const what = `zone '${name}' may hold records that are not ours, and no plan stops for them`;
    return [{ where, what, got: 'no precondition that looks at the zone', cure: guard }];
  }
  const what = `zone '${name}' has records of ours that its own guard takes for somebody else's`;
  return [{ where, what, got: `ttl ${strange.join(', ')}`, cure: guard }];
}

/** The data blocks that read a zone record by record. */
function looksAt(json: TerraformStackJson['json'], zone: string): readonly string[] {
  const blocks = Object.entries(fieldsOf(at(json['data'], 'ovh_domain_zone_record')));
  return blocks
    .filter(([, block]) => at(block, 'zone_name') === zone && at(block, 'for_each') !== undefined)
    .map(([id]) => `data.ovh_domain_zone_record.${id} `);
}

/** What preconditions of outputs judge, with the local values that they name written out. */
function guardsOf(json: TerraformStackJson['json']): readonly string[] {
  const conditions = Object.values(fieldsOf(json['output'])).map((output) =>
    textOf(at(output, 'precondition', 'condition')),
  );
  return conditions.flatMap((condition = '') =>
    [...condition.matchAll(/local\.([\w-]+)/g)].flatMap(([, local = '']) => textOf(at(json['locals'], local)) ?? []),
  );
}
