import type { BackupTierName, BucketName, Cidr, GitOps, Ipv4, Machine, Platform } from '../../platform/types.ts';

/**
 * What a machine must be for the cluster to work on it: the variables that `hosts/site.yaml` reads, and what the checks hold
 * against everything that is written. Its keys are those of the file.
 */
export interface MachineContract {
  readonly machine: string;
  readonly wireguard: WireguardContract;
  readonly networks: NetworksContract;
  readonly firewall: FirewallContract;
  readonly k3s: K3sContract;
  /** Least values of kernel settings, by name. */
  readonly sysctls: Readonly<Record<string, number>>;
  /** Packages of Debian that the cluster's storage needs. */
  readonly packages: readonly string[];
  /** Folders that pods mount, and that nobody else makes. */
  readonly folders: readonly FolderContract[];
  readonly checkouts: readonly CheckoutContract[];
  readonly state: readonly StateContract[];
  /** On the mail host alone. */
  readonly docker?: DockerContract;
  readonly mailcow?: MailcowContract;
  readonly crowdsec: CrowdsecContract;
  /** Where the machine lists its page. */
  readonly cadvisor?: CadvisorContract;
}

/** `/etc/wireguard/wg0.conf`, but for the private key, which the machine makes itself. */
export interface WireguardContract {
  readonly interface: string;
  /** With the length of the mesh's network. */
  readonly address: Cidr;
  readonly port: number;
  readonly mtu: number;
  /** Public key that the machine's own private key must give. */
  readonly key: string;
  readonly peers: readonly WireguardPeer[];
}

export interface WireguardPeer {
  readonly name: string;
  readonly key: string;
  readonly endpoint: string;
  readonly allowed: readonly Cidr[];
  /** Seconds. */
  readonly keepalive: number;
}

/** What reaches the machine from inside, and by which interfaces. */
export interface NetworksContract {
  readonly mesh: { readonly range: Cidr; readonly interfaces: readonly string[] };
  readonly pods: { readonly range: Cidr; readonly interfaces: readonly string[] };
  readonly services: { readonly range: Cidr };
  readonly docker: { readonly range: Cidr; readonly interfaces: readonly string[] };
}

/** A port that everybody reaches. */
export interface PublicPort {
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  readonly owner: string;
}

/** A port of one address, and who may connect. */
export interface PrivatePort extends PublicPort {
  readonly address: Ipv4;
  readonly from: readonly Cidr[];
}

/** Everything that may come in; nothing else does, in either family. */
export interface FirewallContract {
  readonly public: readonly PublicPort[];
  readonly private: readonly PrivatePort[];
  /** Node ports, on one address: ServiceLB's own pod hands on by them what kube-proxy did not take. Where the ingress is. */
  readonly nodeports?: { readonly first: number; readonly last: number } & Pick<PrivatePort, 'address' | 'from'>;
  /** What UFW does with everything else, as `ufw default` takes it. */
  readonly policies: { readonly incoming: 'deny'; readonly outgoing: 'allow'; readonly routed: 'deny' };
}

export interface K3sContract {
  readonly version: string;
  readonly role: Machine['role'];
  /** Whose files of `dist/bootstrap/` the server applies by itself. */
  readonly engine: GitOps;
  /** `/etc/rancher/k3s/config.yaml` as it stands. @see https://docs.k3s.io/installation/configuration */
  readonly config: K3sConfig;
  readonly storage: StorageContract;
}

/**
 * Where local-path makes its volumes. Each is open to everybody, and has no end: nobody but root comes as far as the folder, and
 * a part of its disk is root's alone, so that a pod that fills it stops neither K3s nor SSH.
 */
export interface StorageContract extends FolderContract {
  /** Percent of the file system, if it is one of ext4. */
  readonly rootShare: number;
}

export interface K3sConfig {
  readonly 'node-name': string;
  readonly 'node-ip': Ipv4;
  readonly 'node-external-ip'?: Ipv4;
  readonly 'flannel-iface': string;
  readonly 'node-label': readonly string[];
  readonly 'node-taint': readonly string[];
  readonly 'protect-kernel-defaults': true;
  readonly 'kubelet-arg': readonly string[];
  readonly 'kube-proxy-arg': readonly string[];
  readonly [key: string]: unknown;
}

export interface FolderContract {
  readonly path: string;
  readonly mode: `0${number}`;
}

export interface CheckoutContract {
  readonly repository: string;
  readonly commit: string;
  readonly path: string;
}

/** State, where it lies, and what makes a consistent copy of it. */
export interface StateContract {
  readonly namespace: string;
  readonly volume: string;
  /** Who holds it: a volume of K3s, a program of the machine, or a bucket. */
  readonly runtime: 'k3s' | 'machine' | 'bucket';
  /** Shell patterns: local-path puts an id of its own before the names. Of a bucket, its name. */
  readonly paths: readonly string[];
  readonly tier: BackupTierName | 'none';
  /** In a pod, by its labels; on the machine itself, as root, where no pod is named. */
  readonly dump?: StateDump;
  /** A file in the volume whose age is the state's. */
  readonly fresh?: string;
}

export interface StateDump {
  readonly pod?: Readonly<Record<string, string>>;
  readonly command: readonly string[];
}

export interface DockerContract {
  /** `/etc/docker/daemon.json` as it stands. @see https://docs.docker.com/reference/cli/dockerd/ */
  readonly daemon: {
    /**
     * Traefik's pod reaches Mailcow's web by the proxy alone: kube-proxy's translation of addresses ends the chain that
     * Docker's own begins in.
     */
    readonly 'userland-proxy': true;
    /** A restart of dockerd stops no container. */
    readonly 'live-restore': true;
    readonly 'log-driver': string;
    readonly 'log-opts': Readonly<Record<string, string>>;
  };
  /** What Docker's own template puts into each log line, without the braces, which Ansible would fill. */
  readonly tag: string;
}

export interface MailcowContract {
  readonly version: string;
  readonly host: string;
  /** The machine's public address, which must lead back to that name; unknown before its delivery. */
  readonly address?: Ipv4;
  readonly web: { readonly address: Ipv4; readonly port: number };
  readonly network: Cidr;
  /** The bridge's own address, which every pod and Traefik bear there: it is trusted with nothing. */
  readonly gateway: Ipv4;
  /** The Secret that cert-manager writes its certificate to. */
  readonly certificate: { readonly namespace: string; readonly name: string };
  /** Domains that it receives mail for, each with the public DKIM key that its zone publishes. */
  readonly zones: readonly { readonly name: string; readonly dkim: string }[];
  /** Names that its web answers to beside its own. */
  readonly names: readonly string[];
  /** Mailboxes that services send from, and where in the cluster the machine reads the password of each. */
  readonly mailboxes: readonly { readonly address: string; readonly secret: SecretPlace }[];
  /** Addresses that every domain must have, and the mailbox that they lead to. */
  readonly aliases: readonly { readonly address: string; readonly goto: string }[];
  /** The words that the zones' MTA-STS record stands for: Mailcow serves them. */
  readonly mtaSts: Platform['mail']['mtaSts'];
  /** Where mails go that arrived earlier than `days` ago, and the credential of the bucket's one user. */
  readonly archive: {
    readonly days: number;
    readonly endpoint: string;
    readonly region: string;
    readonly bucket: string;
    /** Its part of the file `credentials`, which the backup has too. */
    readonly profile: BucketName;
  };
}

/** One key of a Secret of Kubernetes. */
export interface SecretPlace {
  readonly namespace: string;
  readonly name: string;
  readonly key: string;
}

/** Where CrowdSec's local API listens, and whether this machine runs it. */
export interface CrowdsecContract {
  readonly api: { readonly address: Ipv4; readonly port: number };
  readonly serves: boolean;
  readonly metrics?: { readonly address: Ipv4; readonly port: number };
}

export interface CadvisorContract {
  readonly image: string;
  readonly address: Ipv4;
  readonly port: number;
}
