import type { DumpCommands } from '../../../constructs/facts/claim.ts';
import type { BackupTier, BackupTierName } from '../../../platform/types.ts';

/** What `uyoop-backup` and its sisters read: all state of one machine, where it lies and how it is saved. Its keys are those of the file. */
export interface BackupContract {
  readonly machine: string;
  /** restic's repository of this machine, and beside it what was copied of other buckets. */
  readonly repository: BucketPlace & { readonly prefix: string; readonly copies: string };
  /** Where the scripts remember what they did, and where they work. */
  readonly state: string;
  /** Where node-exporter reads what they measured. */
  readonly textfile: string;
  /** Each run of the tier `tier` reads one of `parts` parts of all that is saved, and the next the one after. */
  readonly check: { readonly tier: BackupTierName; readonly parts: number };
  readonly tiers: Readonly<Partial<Record<BackupTierName, TierContract>>>;
  readonly pauses: Readonly<Record<string, PauseContract>>;
  /** In the order in which they are saved. */
  readonly states: readonly SavedState[];
  /** State that no backup holds, and why; it is measured all the same. */
  readonly unsaved: readonly UnsavedState[];
}

export interface BucketPlace {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
}

export interface TierContract extends Pick<BackupTier, 'maximumAgeHours' | 'keep'> {
  /** @see https://www.freedesktop.org/software/systemd/man/latest/systemd.time.html#Calendar%20Events */
  readonly calendar: string;
}

interface InPod {
  readonly pod: {
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly container: string;
  };
}

export interface PauseContract extends InPod {
  readonly begin: readonly string[];
  readonly end: readonly string[];
}

interface StateName {
  /** Both as metrics and alerts name it. */
  readonly namespace: string;
  readonly volume: string;
}

export interface SavedState extends StateName {
  readonly tier: BackupTierName;
  /** Files and folders; a pattern of the shell, since local-path puts an id of its own before the names. */
  readonly paths: readonly string[];
  /** What is measured in their place, where a dump stands for a database's own files. */
  readonly measured?: readonly string[];
  /** Command of the machine that comes first. */
  readonly before?: string;
  /** Command of the machine that makes the program read what came back, before it starts. */
  readonly after?: string;
  readonly dump?: DumpCommands & InPod;
  /** File below the first path whose age is the state's. */
  readonly freshFile?: string;
  /** It is saved while this pause holds. */
  readonly pause?: string;
  /** It is a bucket: copied object by object, never by restic. `profile` is its credential's name. */
  readonly bucket?: BucketPlace & { readonly profile: string };
}

export interface UnsavedState extends StateName {
  readonly paths: readonly string[];
  readonly reason: string;
}
