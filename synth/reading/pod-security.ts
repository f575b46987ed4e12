import type { Container, SecurityContext } from './containers.ts';
import type { PodTemplate } from './pods.ts';

/** Pod Security's levels, the strictest first. */
export const levels = ['restricted', 'baseline', 'privileged'] as const;
export type Level = (typeof levels)[number];

export const rank = (level: Level): number => levels.indexOf(level);
export const isLevel = (text: unknown): text is Level => levels.some((level) => level === text);

/** The label of a namespace that names a level. */
export const levelLabel = (mode: 'enforce' | 'warn' | 'audit'): string => `pod-security.kubernetes.io/${mode}`;

/** Something in a pod, and the strictest level that still lets it pass. */
export interface Violation {
  readonly needs: Level;
  readonly what: string;
  /** The restriction of ours that looks at the same; none where only Kubernetes does. */
  readonly restriction?: Restriction;
}

/** Restrictions of ours that Pod Security knows too. */
export type Restriction =
  | 'namespaces'
  | 'folders'
  | 'ports'
  | 'root'
  | 'privileged'
  | 'escalation'
  | 'capabilities'
  | 'seccomp';

type Judged = Pick<Container, 'name' | 'security'> & Partial<Pick<Container, 'ports' | 'probes'>>;

/** Capabilities that `baseline` lets a container add. */
const baselineCapabilities = [
  ...['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE', 'SETFCAP'],
  ...['SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT'],
];

/** Settings that belong to the pod's own network or memory, so that nobody else notices. */
const safeSysctls = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
];

const restrictedVolumes = [
  ...['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret'],
];

const seccompProfiles: readonly (string | undefined)[] = ['RuntimeDefault', 'Localhost'];

/** Whether a container runs under a seccomp profile of its own or of its pod. */
export function hasSeccomp(pod: SecurityContext, { security: own }: Judged): boolean {
  return seccompProfiles.includes(own.seccomp ?? pod.seccomp);
}

/**
 * What Kubernetes's own admission would hold against a pod, by level. AppArmor, SELinux and Windows are not looked at: no
 * template of ours sets them.
 *
 * @param injected containers that somebody adds to the pod when it starts
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export function violationsOf(template: PodTemplate, injected: readonly Judged[]): readonly Violation[] {
  const all = [...template.containers, ...injected];
  return [
    ...podBaseline(template),
    ...podRestricted(template),
    ...all.flatMap((container) => ofContainer(template.security, container)),
  ];
}

const privileged = (what: string, restriction?: Restriction): Violation => ({ needs: 'privileged', what, restriction });
const baseline = (what: string, restriction?: Restriction): Violation => ({ needs: 'baseline', what, restriction });
const when = (holds: boolean, violation: Violation): readonly Violation[] => (holds ? [violation] : []);

function podBaseline({ hostNetwork, hostPID, hostIPC, volumes, security }: PodTemplate): readonly Violation[] {
  const folders = volumes.flatMap(({ hostPath }) => hostPath ?? []);
  const sysctls = security.sysctls.filter((name) => !safeSysctls.includes(name));
  return [
    ...when(hostNetwork, privileged('hostNetwork: true', 'namespaces')),
    ...when(hostPID, privileged('hostPID: true', 'namespaces')),
    ...when(hostIPC, privileged('hostIPC: true', 'namespaces')),
    ...folders.map((path) => privileged(`hostPath ${path}`, 'folders')),
    ...sysctls.map((name) => privileged(`sysctl ${name}`)),
    ...when(security.seccomp === 'Unconfined', privileged('pod: seccomp Unconfined', 'seccomp')),
  ];
}

function podRestricted({ volumes, security }: PodTemplate): readonly Violation[] {
  const kinds = volumes.flatMap(({ kinds }) => kinds).filter((kind) => !restrictedVolumes.includes(kind));
  return [
    ...kinds.map((kind) => baseline(`a volume of kind ${kind}`, kind === 'hostPath' ? 'folders' : undefined)),
    ...when(security.runAsUser === 0, baseline('runAsUser 0', 'root')),
  ];
}

function ofContainer(pod: SecurityContext, container: Judged): readonly Violation[] {
  return [...containerBaseline(container), ...capabilities(container), ...containerRestricted(pod, container)];
}

function containerBaseline({ name, ports = [], probes = {}, security: own }: Judged): readonly Violation[] {
  const hostPorts = ports.flatMap(({ hostPort }) => hostPort || []);
  const elsewhere = Object.entries(probes).filter(([, { host }]) => host !== undefined);
  const procMount = own.procMount ?? 'Default';
  return [
    ...when(own.privileged === true, privileged(`${name}: privileged`, 'privileged')),
    ...hostPorts.map((port) => privileged(`${name}: hostPort ${port}`, 'ports')),
    ...elsewhere.map(([probe]) => privileged(`${name}: ${probe} asks another host`)),
    ...when(procMount !== 'Default', privileged(`${name}: procMount ${procMount}`)),
    ...when(own.seccomp === 'Unconfined', privileged(`${name}: seccomp Unconfined`, 'seccomp')),
  ];
}

function capabilities({ name, security: { added, dropped } }: Judged): readonly Violation[] {
  const beyond = added.filter((capability) => capability !== 'NET_BIND_SERVICE');
  return [
    ...added
      .filter((capability) => !baselineCapabilities.includes(capability))
      .map((capability) => privileged(`${name}: adds ${capability}`, 'capabilities')),
    ...when(beyond.length > 0, baseline(`${name}: adds ${beyond.join(', ')}`, 'capabilities')),
    ...when(!dropped.includes('ALL'), baseline(`${name}: does not drop ALL`, 'capabilities')),
  ];
}

function containerRestricted(pod: SecurityContext, container: Judged): readonly Violation[] {
  const { name, security: own } = container;
  const nonRoot = (own.runAsNonRoot ?? pod.runAsNonRoot) === true;
  // A privileged container has them all.
  const escalation = own.privileged === true ? 'privileged' : 'escalation';
  return [
    ...when(own.allowPrivilegeEscalation !== false, baseline(`${name}: may gain privileges`, escalation)),
    ...when(!nonRoot, baseline(`${name}: may run as root`, 'root')),
    ...when(own.runAsUser === 0, baseline(`${name}: runAsUser 0`, 'root')),
    ...when(!hasSeccomp(pod, container), baseline(`${name}: no seccomp profile`, 'seccomp')),
  ];
}
