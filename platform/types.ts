/** The vocabulary of the model: typed values, no behaviour. */
import type { zones } from './owner.ts';
import type { Ipv4, Owner, ZoneFacts } from './owner-facts.ts';
import type { Prices } from './prices.ts';
import type { SystemName } from './systems.ts';

export type { Ipv4, MachineFacts, Owner, ZoneFacts } from './owner-facts.ts';

/** What exists grows with the phase: 1 CORE-PROD, 2 AI-LAB and Sealed Secrets, 3 Vault. */
export type Phase = 1 | 2 | 3;

/** What reconciles `dist/` in the cluster. */
export type GitOps = 'flux' | 'argocd';

/** Who may talk to whom hangs on it: nothing of `dev` ever reaches `prod`. */
export type Tier = 'prod' | 'dev' | 'platform';

/**
 * Who applies an object and when: K3s's auto-deploy folder (`bootstrap`), then the GitOps engine its own entry (`gitops`)
 * and, one after the other, `operators`, `configuration` and `services`.
 */
export type Layer = 'bootstrap' | 'gitops' | 'operators' | 'configuration' | 'services';

/** Bytes with a binary unit, as Kubernetes writes them: `512Mi`, `20Gi`. */
export type Bytes = `${number}Mi` | `${number}Gi`;

/** CPU time: `100m` is a tenth of a core, `2` is two cores. */
export type Cpu = `${number}m` | `${number}`;

/** A time span with its unit: `90s`, `10m`, `24h`. */
export type Duration = `${number}s` | `${number}m` | `${number}h`;

/** A cron expression in five fields, UTC. */
export type Schedule = `${string} ${string} ${string} ${string} ${string}`;

export type Cidr = `${Ipv4}/${number}`;

/** The zones that `owner.ts` lists. A host outside them does not compile. */
export type ZoneName = keyof typeof zones;

/** A public name: a zone itself or a name below one. */
export type Host = ZoneName | `${string}.${ZoneName}`;

/** A model of Ollama's library with its tag: `llama3.2:3b`. */
export type ModelName = `${string}:${string}`;

/** An image reference with its version; `latest` and digests alone are refused by a check. */
export type Image = `${string}:${string}`;

/** CPU and memory that something asks for (`cpu`, `memory`) and may not pass (`memoryLimit`, `cpuLimit`). */
export interface Resources {
  readonly cpu: Cpu;
  readonly memory: Bytes;
  /** Memory ceiling; default: the request. */
  readonly memoryLimit?: Bytes;
  /** CPU ceiling; default: none, since a CPU limit only throttles. */
  readonly cpuLimit?: Cpu;
}

/** What a machine keeps for itself or for something outside Kubernetes. */
export interface Reservation {
  readonly name: string;
  readonly cpu: Cpu;
  readonly memory: Bytes;
  readonly disk: Bytes;
  /** The rows of the table of systems that it is for. Default: none. */
  readonly systems?: readonly SystemName[];
  /** What they keep on this machine's disk, outside every volume of the cluster. Its room is part of `disk`. */
  readonly states?: readonly MachineState[];
}

/** State of a program that runs on the machine itself, or in Docker beside K3s. */
export interface MachineState {
  /** The name that its backup goes by. */
  readonly name: string;
  readonly of: SystemName;
  /** Folders and files of the machine that are saved; of a running database, what `dump` writes instead. */
  readonly paths: readonly string[];
  /** Command of the machine that writes a consistent copy below `paths`, first. */
  readonly dump?: string;
  /** Command of the machine that makes the program read what came back to `paths`, before it starts. */
  readonly restore?: string;
  /** What a person does where no command can. */
  readonly byHand?: string;
  /** What it may grow to; more is an alert. */
  readonly size: Bytes;
  readonly backup: BackupTierName | { readonly none: string };
}

/** A port of a host that is open to somebody. */
export interface HostPort {
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  readonly owner: string;
  /** The address that it is bound to; default: every address of the machine. */
  readonly address?: Ipv4;
  /** Who may connect, beside the machine itself; default: whoever reaches the address. */
  readonly from?: readonly Cidr[];
}

/** How a machine is ordered when OVH has not delivered it yet. Plan codes are data: the catalogue changes. */
export interface VpsOrder {
  readonly planCode: string;
  readonly datacenter: string;
  readonly os: string;
  /** Codes of the mandatory options of the plan: operating system, storage, automated backup. */
  readonly options: readonly string[];
  /** Why it is bought; needed as long as `owner.ts` has no service name of it. */
  readonly reason?: string;
}

export interface Machine {
  /** Node name, host name and Terraform address. */
  readonly name: string;
  readonly role: 'server' | 'agent';
  readonly fromPhase: Phase;
  /** The namespace tiers that may be scheduled here. */
  readonly tiers: readonly Tier[];
  readonly cores: number;
  readonly memory: Bytes;
  readonly disk: Bytes;
  readonly mesh: Ipv4;
  /** Takes 80 and 443 for Traefik (K3s ServiceLB); such a machine is where public web hosts point. */
  readonly ingress: boolean;
  readonly reserved: readonly Reservation[];
  readonly ports: readonly HostPort[];
  readonly order: VpsOrder;
}

/** How often a state is saved and how long it is kept. */
export interface BackupTier {
  readonly schedule: Schedule;
  /** A backup older than this is late. Hours. */
  readonly maximumAgeHours: number;
  readonly keep: { readonly daily: number; readonly weekly: number; readonly monthly: number };
  /** Days for which the locked bucket refuses to delete what was written. */
  readonly lockDays: number;
}

export type BackupTierName = 'hourly' | 'daily' | 'weekly';

/** `velero` is there for who switches Velero on; the others always are. */
export type BucketName = 'drive' | 'mail-archive' | 'ci' | 'backup' | 'velero';

export interface BucketFacts {
  readonly purpose: string;
  readonly region: string;
  /** What its one user may do with objects. `append`: write and read, never delete a version nor bypass a lock. */
  readonly access: 'read-write' | 'append';
  /** Object Lock in compliance mode for this many days: nobody, the owner included, deletes before. */
  readonly lockDays?: number;
  /** Why it may expire objects, or lock them for longer than a hundred days. */
  readonly reason?: string;
  /** Objects older than this are expired. */
  readonly expireDays?: number;
  /** How often it is copied into the backup bucket, which lies in another region; or why a second copy is not needed. */
  readonly backup?: BackupTierName | { readonly none: string };
}

/** A volume of a service that is gone: it takes its room until somebody deletes it. */
export interface KeptVolume {
  readonly namespace: string;
  readonly volume: string;
  readonly size: Bytes;
  readonly machine: string;
}

export interface Platform {
  readonly name: string;
  readonly phase: Phase;
  readonly gitops: GitOps;
  /** Where the forge is. Self-hosted GitLab CE needs phase 3 and more memory than the lab has. */
  readonly forge: 'gitlab.com' | 'self-hosted';
  /** Our own name for the forge: it redirects to the group on gitlab.com, or serves GitLab CE. */
  readonly forgeHost: Host;
  /** Projects of the owner's group that CORE-PROD keeps a bare mirror of, by their path in the group. */
  readonly mirrored: readonly string[];
  /** Public projects of the owner's group that the forge pushes to GitHub, by their path in the group. */
  readonly published: readonly string[];
  /** Models that Ollama keeps at hand: those that people chat with, and the one that searches documents. */
  readonly models: { readonly chat: readonly ModelName[]; readonly embedding: ModelName };
  /** Where volumes lie. Longhorn replicates between machines and wants as many as its replicas. */
  readonly storage: 'local-path' | 'longhorn';
  /** Copies that Longhorn keeps of each volume, each on a machine of its own. */
  readonly storageReplicas: number;
  /** Backups of volumes by Velero as well, beside restic. */
  readonly velero: boolean;
  /** Trivy's operator, which scans images that already run. */
  readonly trivy: boolean;
  /** Loki and Alloy: logs of journald, pods and Docker. */
  readonly logs: boolean;
  readonly machines: readonly Machine[];
  /** By name. A platform of another owner has others, so that they are plain text here. */
  readonly zones: Readonly<Record<string, ZoneFacts>>;
  readonly network: {
    readonly mesh: Cidr;
    readonly pods: Cidr;
    readonly services: Cidr;
    readonly docker: Cidr;
    readonly wireguardPort: number;
    readonly mtu: number;
    readonly keepaliveSeconds: number;
  };
  readonly mail: {
    readonly host: Host;
    readonly machine: string;
    /** Ports that Mailcow's nginx binds on the mesh address. */
    readonly webPort: number;
    readonly submissionPort: number;
    /**
     * What servers that send to us are told of TLS: `testing` only asks for reports, `enforce` forbids to deliver without. The mail
     * host is told by Ansible to serve the same words, before the record that announces them is applied.
     */
    readonly mtaSts: { readonly mode: 'testing' | 'enforce'; readonly maxAgeSeconds: number };
    /** A mail that arrived earlier than this moves to the bucket `mail-archive`, unless a person marked it. */
    readonly archiveAfterDays: number;
  };
  /** CrowdSec: one local API on the mesh holds what is banned; agents report to it, bouncers ask it. */
  readonly crowdsec: {
    readonly machine: string;
    readonly port: number;
    /** Traefik asks it about every request. Off: the machine's own firewall alone keeps banned addresses out. */
    readonly bouncer: boolean;
  };
  /** Authelia's portals, one a cookie domain. */
  readonly portals: readonly [Host, ...Host[]];
  readonly buckets: Readonly<Record<Exclude<BucketName, 'velero'>, BucketFacts>> & { readonly velero?: BucketFacts };
  readonly backups: Readonly<Record<BackupTierName, BackupTier>>;
  /** Default: none. */
  readonly kept?: readonly KeptVolume[];
  /** Default: nothing is known. */
  readonly prices?: Prices;
  readonly owner: Owner;
}
