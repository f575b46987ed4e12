import type { Phase } from './types.ts';

/** Who makes a system work. `hosts` is laid down on the machines, `repository` lives in Git alone. */
export type Keeper = 'cluster' | 'terraform' | 'hosts' | 'repository';

/** One system of the platform, and where what keeps it stands. */
export interface System {
  readonly name: string;
  readonly keeper: Keeper;
  readonly fromPhase: Phase;
  /** Services, as `namespace/service`; all of them together are everything that runs in the cluster. */
  readonly services?: readonly string[];
  /** Terraform stacks. */
  readonly stacks?: readonly string[];
}
