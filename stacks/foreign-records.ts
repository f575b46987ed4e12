import { DataOvhDomainZoneRecord, DataOvhDomainZoneRecords } from '@cdktf/provider-ovh';
import { TerraformLocal, TerraformOutput, Token } from 'cdktf';
import { Construct } from 'constructs';
import { named } from './named.ts';

export interface ForeignRecordsProps {
  readonly zone: string;
  /** Seconds that resolvers keep a record of ours: the mark by which it is known. */
  readonly ttl: number;
  /** OVH's ids of records that may be there without the mark. */
  readonly known: readonly number[];
}

/**
 * Stops the plan while a zone holds records that are not ours. A zone is born with MX, SPF, A and more of OVH's own, which
 * would answer beside ours: a better MX, a second SPF that voids both, a second address. Terraform does not see what it did
 * not make, and its next plan would say "No changes".
 *
 * A record of ours is known by its TTL. To compare targets instead would stop the plan that changes or drops a record, since
 * the zone still holds it as it was. The precondition stands on an output: a plan asks it before anything is applied.
 *
 * @see https://registry.terraform.io/providers/ovh/ovh/2.19.0/docs/data-sources/domain_zone_records
 */
export class ForeignRecords extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: ForeignRecordsProps,
  ) {
    super(scope, id);
    const address = props.zone.replaceAll('.', '-');
    const foreign = named(new TerraformLocal(this, 'list', this.list(address)), `${address}-foreign`);
    const output = named(new TerraformOutput(this, 'guard', { value: foreign.expression }), `${address}-foreign`);
    // The library takes a precondition and does not write it.
    output.addOverride('precondition', {
      condition: `\${length(local.${address}-foreign) == 0}`,
      error_message: letter(props.zone, `local.${address}-foreign`),
    });
  }

  /** What is not ours, one line each, as a command that deletes it. A zone's own NS are OVH's in any case. */
  private list(address: string): string {
    const { zone, ttl, known } = this.props;
    named(new DataOvhDomainZoneRecords(this, 'ids', { zoneName: zone }), address);
    const id = Token.asNumber(`\${each.value}`);
    const records = named(new DataOvhDomainZoneRecord(this, 'records', { zoneName: zone, id }), address);
    records.addOverride(
      'for_each',
      `\${toset([for id in data.ovh_domain_zone_records.${address}.ids : tostring(id)])}`,
    );
    const ours = [`r.ttl == ${ttl}`, `r.field_type == "NS" && r.sub_domain == ""`];
    if (known.length > 0) ours.push(`contains([${known.join(', ')}], r.id)`);
    // Terraform wraps a line that begins without a space, and a comment's second line would be a command.
    const line = `  ovhcloud domain-zone record delete ${zone} \${r.id}  # \${r.sub_domain} \${r.field_type} \${r.target}`;
    return `\${[for r in data.ovh_domain_zone_record.${address} : "${line}" if !(${ours.join(' || ')})]}`;
  }
}

function letter(zone: string, list: string): string {
  return [
    `${zone} holds records that are not ours and would answer beside ours. Delete each:`,
    '',
    `\${join("\\n", ${list})}`,
    `  ovhcloud domain-zone refresh ${zone}`,
    '',
    'One that is ours already, or must stay, is named in platform/owner.ts: docs/dns.md.',
  ].join('\n');
}
