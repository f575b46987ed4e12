import type { BackupTierName } from '../../../platform/types.ts';

/** What `npm run drill` does and `hosts/restore.yaml` reads: the way back from nothing. Its keys are those of the file. */
export interface DrillPlan {
  readonly machines: readonly string[];
  /** Where `kubectl` is. */
  readonly server: string;
  /** Hours of what may be lost of a state, by its tier. */
  readonly losesHours: Readonly<Partial<Record<BackupTierName, number>>>;
  /** Every service that keeps state, by `namespace/service`. */
  readonly services: Readonly<Record<string, ServicePlan>>;
  /** From nothing to the platform, one after the other. */
  readonly steps: readonly DrillStep[];
}

/** How one service comes back while the others run. States are named `namespace/volume`; commands run on the server, as root. */
export interface ServicePlan {
  readonly machine: string;
  /** Folders and files, laid down while the service stands still. */
  readonly files: readonly string[];
  /** Dumps, each loaded into its running server. */
  readonly databases: readonly string[];
  /** Of the platform: a person looks whether they are whole. */
  readonly buckets: readonly string[];
  /** Stops the engine's hand and every pod. */
  readonly stop: readonly string[];
  readonly startDatabases: readonly string[];
  readonly start: readonly string[];
}

export interface DrillStep {
  /** `service/prod-web/ghost`. */
  readonly id: string;
  /** What a reader is told. */
  readonly what: string;
  /** Steps without which this one cannot begin. */
  readonly after: readonly string[];
  /** Shell of the desk, in which `play PLAYBOOK`, `on MACHINE COMMAND` and the word $POINT are known. */
  readonly run: readonly string[];
  /** What only a person can do, before anything is looked at. */
  readonly byHand?: string;
  readonly shows: readonly Proof[];
  /** In which it ends, or the whole takes longer than was promised. */
  readonly minutes: number;
}

/** A command that ends well and says something. */
export interface Proof {
  readonly run: string;
  /** Extended regular expression that what it prints has in it. */
  readonly says: string;
}
