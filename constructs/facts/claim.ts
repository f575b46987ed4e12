import { Construct } from 'constructs';
import type { BackupTierName, Bytes, Machine, Resources } from '../../platform/types.ts';
import { sysctlValue } from '../../platform/values/numbers.ts';
import { containerPath } from '../../platform/values/paths.ts';
import { isWhole } from '../../platform/values/text.ts';
import { oneOf, shown } from '../../platform/values/value-kind.ts';
import { taken } from './taken.ts';

export interface ResourceClaimProps {
  readonly machine: Machine;
  readonly resources: Resources;
  /** How many run at once; default: one. */
  readonly replicas?: number;
  /** It runs beside other containers in a pod that has a claim already. */
  readonly sidecar?: boolean;
}

/** A share of a machine's cores and memory. The sum of all claims is a machine's budget. */
export class ResourceClaim extends Construct {
  readonly machine: Machine;
  readonly resources: Resources;
  readonly replicas: number;
  readonly sidecar: boolean;

  constructor(scope: Construct, id: string, props: ResourceClaimProps) {
    super(scope, id);
    this.machine = props.machine;
    this.resources = props.resources;
    this.replicas = props.replicas ?? 1;
    this.sidecar = props.sidecar ?? false;
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

const isNoBackup = (backup: Backup | undefined): backup is NoBackup =>
  typeof backup === 'object' && typeof backup.none === 'string';

const backupTier = oneOf<BackupTierName>("backup tier, nor noBackup('with a reason')", {
  hourly: true,
  daily: true,
  weekly: true,
});

/** How a running program's state is written at one moment, and read again. Each command runs in the pod that owns the volume. */
export interface DumpCommands {
  /** Writes a consistent dump to standard output. */
  readonly command: readonly string[];
  /** Reads a dump from standard input and fails when it is cut: a stream that breaks may end like one that is whole. */
  readonly proof?: readonly string[];
  /** Puts what it reads from standard input in the place of what is there. Where there is one the dump is all of the state. */
  readonly load?: readonly string[];
  /** Writes the one line of standard input beside the data, so that a dump holds it: by it a drill knows which run came back. */
  readonly plant?: readonly string[];
  /** Prints the line that was planted. */
  readonly planted?: readonly string[];
}

export interface BackupClaimProps {
  readonly machine: Machine;
  readonly namespace: string;
  /** Name of the PersistentVolumeClaim that holds the state, or of the state itself where it lies elsewhere. */
  readonly volume: string;
  /** What it may grow to; not known of a bucket. */
  readonly size?: Bytes;
  readonly backup: Backup;
  /** What a backup begins with, in the pod that owns the volume. */
  readonly dump?: DumpCommands & { readonly pod: Readonly<Record<string, string>> };
  /**
   * A file in the volume that whoever makes the state writes each time, and whose age is the state's: a backup that succeeds
   * saves an old state as gladly as a new one.
   */
  readonly freshFile?: string;
  /** Where it lies. Default: in a volume of the cluster. */
  readonly outside?: OutsideState;
}

/** State that no volume of the cluster holds: a program's of the machine, or a bucket's. */
export type OutsideState =
  | ({ readonly kind: 'machine'; readonly of: string; readonly paths: readonly string[] } & OutsideCommands)
  | { readonly kind: 'bucket'; readonly bucket: string };

/** Commands of the machine: what writes a consistent copy below the paths, and what makes the program read it again. */
interface OutsideCommands {
  readonly dump?: string;
  readonly restore?: string;
  /** What only a person can do, where no command brings it back. */
  readonly byHand?: string;
}

/** What the backup job saves: a volume, and the consistent dump that comes before it. */
export class BackupClaim extends Construct {
  readonly machine: Machine;
  readonly namespace: string;
  readonly volume: string;
  readonly size?: Bytes;
  readonly backup: Backup;
  readonly dump?: BackupClaimProps['dump'];
  readonly freshFile?: string;
  readonly outside?: OutsideState;

  constructor(scope: Construct, id: string, props: BackupClaimProps) {
    super(scope, id);
    this.machine = props.machine;
    this.namespace = props.namespace;
    this.volume = props.volume;
    this.size = props.size;
    this.backup = props.backup;
    if (!isNoBackup(props.backup)) taken(this, 'backup', backupTier, props.backup);
    this.dump = props.dump;
    this.freshFile = props.freshFile;
    this.outside = props.outside;
  }
}

export interface HostSysctlProps {
  readonly machine: Machine;
  /** The setting's name, as `vm.max_map_count`. */
  readonly key: string;
  /** The least that it may be. */
  readonly minimum: number;
}

/**
 * A kernel setting of the whole machine, which no pod may change: the host layer writes it to `/etc/sysctl.d`. Where two
 * claims name one setting, the larger minimum holds.
 */
export class HostSysctl extends Construct {
  readonly machine: Machine;
  readonly key: string;
  readonly minimum: number;

  constructor(scope: Construct, id: string, props: HostSysctlProps) {
    super(scope, id);
    if (!/^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/.test(props.key)) {
      throw new Error(`${this.node.path}: '${props.key}' is no kernel setting; write it as 'vm.max_map_count'`);
    }
    this.machine = props.machine;
    this.key = props.key;
    this.minimum = taken(this, 'minimum', sysctlValue, props.minimum);
  }
}

export interface HostCheckoutProps {
  readonly machine: Machine;
  readonly repository: `https://${string}`;
  /** The full hash: a tag can be moved. */
  readonly commit: string;
  /** Folder that holds the repository's files, and nothing else; a new version is a new folder. */
  readonly path: string;
}

/** A Git repository at one commit that the host layer lays down on a machine's disk, readable by everybody. */
export class HostCheckout extends Construct {
  readonly machine: Machine;
  readonly repository: string;
  readonly commit: string;
  readonly path: string;

  constructor(scope: Construct, id: string, props: HostCheckoutProps) {
    super(scope, id);
    if (!/^[0-9a-f]{40}$/.test(props.commit)) {
      throw new Error(`${this.node.path}: '${props.commit}' is no full commit hash; a tag or a branch can be moved`);
    }
    this.machine = props.machine;
    this.repository = props.repository;
    this.commit = props.commit;
    this.path = taken(this, 'path', containerPath, props.path);
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
    if (reason.trim().length < 10 || !isWhole(reason)) {
      throw new Error(`${scope.node.path}: '${what}' needs a written reason, got ${shown(reason)}`);
    }
  }
}
