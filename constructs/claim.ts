import { Construct } from 'constructs';
import type { BackupTierName, Bytes, Machine, Resources } from '../platform/types.ts';

export interface ResourceClaimProps {
  readonly machine: Machine;
  readonly resources: Resources;
  /** How many run at once; default: one. */
  readonly replicas?: number;
}

/** A share of a machine's cores and memory. The sum of all claims is a machine's budget. */
export class ResourceClaim extends Construct {
  readonly machine: Machine;
  readonly resources: Resources;
  readonly replicas: number;

  constructor(scope: Construct, id: string, props: ResourceClaimProps) {
    super(scope, id);
    this.machine = props.machine;
    this.resources = props.resources;
    this.replicas = props.replicas ?? 1;
  }
}

/** State that is not saved, with the reason. */
export interface NoBackup {
  readonly none: string;
}

/** A backup tier, or the written reason for none. */
export type Backup = BackupTierName | NoBackup;

/** State that may be lost: `noBackup('a cache: users log in again')`. */
export function noBackup(reason: string): NoBackup {
  return { none: reason };
}

export interface BackupClaimProps {
  readonly machine: Machine;
  readonly namespace: string;
  /** Name of the PersistentVolumeClaim that holds the state. */
  readonly volume: string;
  readonly size: Bytes;
  readonly backup: Backup;
  /** Command, run in the pod that owns the volume, that writes a consistent dump to standard output. */
  readonly dump?: { readonly pod: Readonly<Record<string, string>>; readonly command: readonly string[] };
}

/** What the backup job saves: a volume, and the consistent dump that comes before it. */
export class BackupClaim extends Construct {
  readonly machine: Machine;
  readonly namespace: string;
  readonly volume: string;
  readonly size: Bytes;
  readonly backup: Backup;
  readonly dump?: BackupClaimProps['dump'];

  constructor(scope: Construct, id: string, props: BackupClaimProps) {
    super(scope, id);
    this.machine = props.machine;
    this.namespace = props.namespace;
    this.volume = props.volume;
    this.size = props.size;
    this.backup = props.backup;
    this.dump = props.dump;
  }
}

/** Something looser than the default, and why. All of them stand in `dist/report/exceptions.md`. */
export class Exception extends Construct {
  constructor(
    scope: Construct,
    id: string,
    /** What is loosened, in a few words. */
    readonly what: string,
    readonly reason: string,
  ) {
    super(scope, id);
    if (reason.trim().length < 10) {
      throw new Error(`${scope.node.path}: '${what}' needs a written reason, got '${reason}'`);
    }
  }
}
