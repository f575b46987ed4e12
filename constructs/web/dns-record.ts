import { Construct } from 'constructs';
import type { Host, Machine } from '../../platform/types.ts';

export interface DnsRecordProps {
  readonly host: Host;
  /** The machine whose public address the name leads to. */
  readonly machine: Machine;
}

/** A public name of a machine, by IPv4. The `dns` stack makes it. */
export class DnsRecord extends Construct {
  readonly host: Host;
  readonly machine: Machine;

  constructor(scope: Construct, id: string, props: DnsRecordProps) {
    super(scope, id);
    this.host = props.host;
    this.machine = props.machine;
  }
}
