import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { Exception } from '../facts/claim.ts';

/** Capabilities that Pod Security's `baseline` lets a container add. */
export type Capability =
  | 'AUDIT_WRITE'
  | 'CHOWN'
  | 'DAC_OVERRIDE'
  | 'FOWNER'
  | 'FSETID'
  | 'KILL'
  | 'NET_BIND_SERVICE'
  | 'SETGID'
  | 'SETUID'
  | 'SYS_CHROOT';

/** What a workload may not be hardened in, each with its written reason. All of it lands in the report. */
export interface Relaxations {
  /** Runs as root. */
  readonly root?: string;
  /** Writes outside its volumes. */
  readonly writableRoot?: string;
  /** Has no health probe. */
  readonly noProbe?: string;
  /** Keeps capabilities although everything is dropped by default. */
  readonly capabilities?: { readonly add: readonly Capability[]; readonly reason: string };
  /** Sees the token of its service account, to talk to the Kubernetes API. */
  readonly apiToken?: string;
  /** Shares the machine's network: its ports are the machine's ports, and no NetworkPolicy holds. */
  readonly hostNetwork?: string;
  /** Sees the machine's processes. */
  readonly hostPID?: string;
  /** Mounts folders of the machine, read-only. */
  readonly hostPath?: string;
}

export interface Identity {
  readonly user: number | 'root';
  /** Default: the user's number, or 0 for root. */
  readonly group?: number;
}

/** The numeric group of a pod; it owns what is mounted. */
export function groupOf({ user, group }: Identity): number {
  return group ?? (user === 'root' ? 0 : user);
}

/** The safe default of every container; each difference is a relaxation. */
export function containerSecurity(identity: Identity, relax: Relaxations): k8s.SecurityContext {
  const root = identity.user === 'root';
  return {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'], ...(relax.capabilities && { add: [...relax.capabilities.add] }) },
    readOnlyRootFilesystem: relax.writableRoot === undefined,
    runAsNonRoot: !root,
    runAsUser: root ? 0 : (identity.user as number),
    runAsGroup: root ? 0 : groupOf(identity),
  };
}

/** @see https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export function podSecurity(identity: Identity, ports: readonly number[]): k8s.PodSecurityContext {
  const lowPorts = identity.user !== 'root' && ports.some((port) => port < 1024);
  return {
    fsGroup: groupOf(identity),
    fsGroupChangePolicy: 'OnRootMismatch',
    seccompProfile: { type: 'RuntimeDefault' },
    ...(lowPorts && { sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }] }),
  };
}

/** Writes each relaxation down as an exception below `scope`. */
export function recordRelaxations(scope: Construct, relax: Relaxations): void {
  const { capabilities, ...reasons } = relax;
  const what = {
    root: 'runs as root',
    writableRoot: 'writable root file system',
    noProbe: 'no probe',
    apiToken: 'API token',
    hostNetwork: "shares the machine's network",
    hostPID: "sees the machine's processes",
    hostPath: "reads the machine's folders",
  };
  for (const [name, reason] of Object.entries(reasons)) {
    if (reason !== undefined)
      new Exception(scope, `relax-${name.toLowerCase()}`, what[name as keyof typeof what], reason);
  }
  if (capabilities) {
    new Exception(scope, 'relax-capabilities', `capabilities ${capabilities.add.join(', ')}`, capabilities.reason);
  }
}

/** The strictest Pod Security level that a workload passes. */
export function securityLevel(identity: Identity, relax: Relaxations): 'restricted' | 'baseline' | 'privileged' {
  if (relax.hostNetwork ?? relax.hostPID ?? relax.hostPath) return 'privileged';
  const added = relax.capabilities?.add.filter((capability) => capability !== 'NET_BIND_SERVICE') ?? [];
  return identity.user === 'root' || added.length > 0 ? 'baseline' : 'restricted';
}
