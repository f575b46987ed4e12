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

/** What is looser about a workload than the default, each with its written reason. All of it lands in the report. */
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
  /** Names public hosts of ours that it has no edge to: it never calls them. */
  readonly ownHosts?: string;
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

type SecurityLevel = 'restricted' | 'baseline' | 'privileged';
/** A relaxation whose value is its reason. */
type Reasoned = Exclude<keyof Relaxations, 'capabilities'>;

/** What each relaxation loosens, and the strictest Pod Security level that lets it pass. */
const loosened: Readonly<Record<Reasoned, { readonly what: string; readonly level: SecurityLevel }>> = {
  // The user itself asks for `baseline`; this is its reason.
  root: { what: 'runs as root', level: 'restricted' },
  writableRoot: { what: 'writable root file system', level: 'restricted' },
  noProbe: { what: 'no probe', level: 'restricted' },
  apiToken: { what: 'API token', level: 'restricted' },
  hostNetwork: { what: "shares the machine's network", level: 'privileged' },
  hostPID: { what: "sees the machine's processes", level: 'privileged' },
  hostPath: { what: "reads the machine's folders", level: 'privileged' },
  ownHosts: { what: 'names public hosts of ours and calls none', level: 'restricted' },
};

/** Each relaxation that is wanted, with its reason. */
function reasonsOf({ capabilities: _, ...reasons }: Relaxations): readonly (readonly [Reasoned, string])[] {
  return (Object.keys(reasons) as Reasoned[]).flatMap((name) => {
    const reason = reasons[name];
    return reason === undefined ? [] : [[name, reason] as const];
  });
}

/** Writes each relaxation down as an exception below `scope`. */
export function recordRelaxations(scope: Construct, relax: Relaxations): void {
  for (const [name, reason] of reasonsOf(relax)) {
    new Exception(scope, `relax-${name.toLowerCase()}`, loosened[name].what, reason);
  }
  const { capabilities } = relax;
  if (!capabilities) return;
  new Exception(scope, 'relax-capabilities', `capabilities ${capabilities.add.join(', ')}`, capabilities.reason);
}

/** The strictest Pod Security level that a workload passes. */
export function securityLevel({ user }: Identity, relax: Relaxations): SecurityLevel {
  const levels = reasonsOf(relax).map(([name]) => loosened[name].level);
  if (levels.includes('privileged')) return 'privileged';
  const added = relax.capabilities?.add.filter((capability) => capability !== 'NET_BIND_SERVICE') ?? [];
  return user === 'root' || added.length > 0 ? 'baseline' : 'restricted';
}
