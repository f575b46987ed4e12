/*
 * Fields: ovh_domain_zone_record fieldtype and target of zones with mail.
 * Allowed: an MX whose target ends in the mail host and a dot, without which OVH reads a name of the zone itself; one SPF,
 * since two count as none.
 */

import type { Platform } from '../../../platform/types.ts';
import { check } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import { type DnsRecord, isSpf, recordsByZone } from '../../reading/dns.ts';

const where = 'terraform/stacks/dns';
const keepOne = 'keep one';
const lead = (host: string) => `write '10 ${host}.', with the dot at its end`;

export default check('an MX that leads elsewhere, and two SPF records', (model) =>
  [...recordsByZone(model)]
    .filter(([zone]) => Object.entries(model.platform.zones).some(([name, { mail }]) => mail && name === zone))
    .flatMap(([zone, own]) => [...strayMx(model.platform, zone, own), ...secondSpf(zone, own)]),
);

function strayMx({ mail }: Platform, zone: string, own: readonly DnsRecord[]): readonly Letter[] {
  return (
    own
      // Where no target is written at all, the schema says so.
      .filter(({ type, target }) => type === 'MX' && target !== '' && !target.endsWith(` ${mail.host}.`))
      .map(({ target }) => ({
        where,
        what: `zone '${zone}' has an MX that does not lead to the mail host`,
        got: `'${target}'`,
        cure: lead(mail.host),
      }))
  );
}

function secondSpf(zone: string, own: readonly DnsRecord[]): readonly Letter[] {
  const spf = own.filter(isSpf);
  if (spf.length < 2) return [];
  const what = `zone '${zone}' has more than one SPF record, which counts as none`;
  return [{ where, what, got: spf.map(({ target }) => target).join(' and '), cure: keepOne }];
}
