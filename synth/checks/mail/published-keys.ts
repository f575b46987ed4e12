/*
 * Fields: ovh_domain_zone_record of type TLSA; Certificate spec.dnsNames and spec.privateKey.rotationPolicy; ovh_domain_zone_dnssec
 * zone_name, as a resource or a data source.
 * Allowed: a TLSA of a name whose certificate keeps its key (Never, which is not the default), in a zone that is signed. Whoever
 * checks it refuses mail to another key, and an unsigned one says nothing.
 */

import { wholeCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import type { Model } from '../../model/model.ts';
import { recordsByZone } from '../../reading/dns.ts';
import { at, fieldsOf, textsOf } from '../../reading/json.ts';
import { written } from '../../reading/written.ts';

const cures = {
  key: 'set privateKey.rotationPolicy: Never in its Certificate, or take the TLSA out before the next renewal',
  zone: 'sign the zone, or take the TLSA out',
};

export default wholeCheck('published keys (TLSA) that change at a renewal, or in a zone that nobody signs', (model) =>
  [...recordsByZone(model).values()]
    .flat()
    .filter(({ type }) => type === 'TLSA')
    .flatMap(({ zone, name }) => lettersOf(model, zone, `${name}.${zone}`.replace(/^_\d+\._tcp\./, ''))),
);

function lettersOf(model: Model, zone: string, host: string): readonly Letter[] {
  const where = 'terraform/stacks/dns';
  const own = written(model, 'Certificate').filter(({ spec }) => textsOf(at(spec, 'dnsNames')).includes(host));
  const kept = own.some(({ spec }) => at(spec, 'privateKey', 'rotationPolicy') === 'Never');
  const what = `the key of ${host} is published`;
  return [
    ...(kept
      ? []
      : [{ where, what: `${what} and changes`, got: own[0]?.path ?? 'no Certificate for it', cure: cures.key }]),
    ...(isSigned(model, zone)
      ? []
      : [{ where, what: `${what} in a zone that nobody signs`, got: zone, cure: cures.zone }]),
  ];
}

function isSigned({ stacks }: Model, zone: string): boolean {
  const blocks = stacks.flatMap(({ json }) =>
    [json['resource'], json['data']].flatMap((kind) => Object.values(fieldsOf(at(kind, 'ovh_domain_zone_dnssec')))),
  );
  return blocks.some((block) => at(block, 'zone_name') === zone);
}
