import type { Json } from '../reading/written.ts';

/** Pod Security's levels, the strictest first. */
export const levels = ['restricted', 'baseline', 'privileged'] as const;
export type Level = (typeof levels)[number];

/** Something in a pod, and the strictest level that still lets it pass. */
export interface Violation {
  readonly needs: Level;
  readonly what: string;
}

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

/**
 * What Kubernetes's own admission would hold against a pod, by level. AppArmor, SELinux and Windows are not looked at: no
 * template of ours sets them.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export function podLevel(spec: Json, containers: readonly Json[]): readonly Violation[] {
  return [
    ...podBaseline(spec),
    ...podRestricted(spec),
    ...containers.flatMap((container) => [
      ...containerBaseline(container),
      ...containerRestricted(spec.securityContext ?? {}, container),
    ]),
  ];
}

const privileged = (what: string): Violation => ({ needs: 'privileged', what });
const baseline = (what: string): Violation => ({ needs: 'baseline', what });

function podBaseline({ securityContext = {}, volumes = [], ...spec }: Json): readonly Violation[] {
  const shared = ['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => spec[field] === true);
  const folders = volumes.filter(({ hostPath }: Json) => hostPath);
  const sysctls = (securityContext.sysctls ?? []).filter(({ name }: Json) => !safeSysctls.includes(name));
  return [
    ...shared.map((field) => privileged(`${field}: true`)),
    ...folders.map(({ hostPath }: Json) => privileged(`hostPath ${hostPath.path}`)),
    ...sysctls.map(({ name }: Json) => privileged(`sysctl ${name}`)),
    ...unconfined('pod', securityContext),
  ];
}

function podRestricted({ volumes = [], securityContext = {} }: Json): readonly Violation[] {
  const kinds: readonly string[] = volumes.flatMap((volume: Json) =>
    Object.keys(volume).filter((key) => key !== 'name'),
  );
  return [
    ...kinds.filter((kind) => !restrictedVolumes.includes(kind)).map((kind) => baseline(`a volume of kind ${kind}`)),
    ...(securityContext.runAsUser === 0 ? [baseline('runAsUser 0')] : []),
  ];
}

function containerBaseline({ name, ports = [], securityContext: own = {}, ...container }: Json): readonly Violation[] {
  const add: readonly string[] = own.capabilities?.add ?? [];
  const hostPorts = ports.filter(({ hostPort }: Json) => hostPort !== undefined && hostPort !== 0);
  const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'].filter(
    (probe) => (container[probe]?.httpGet ?? container[probe]?.tcpSocket)?.host,
  );
  return [
    ...(own.privileged === true ? [privileged(`${name}: privileged`)] : []),
    ...add
      .filter((capability) => !baselineCapabilities.includes(capability))
      .map((capability) => privileged(`${name}: adds ${capability}`)),
    ...hostPorts.map(({ hostPort }: Json) => privileged(`${name}: hostPort ${hostPort}`)),
    ...probes.map((probe) => privileged(`${name}: ${probe} asks another host`)),
    ...(![undefined, 'Default'].includes(own.procMount) ? [privileged(`${name}: procMount ${own.procMount}`)] : []),
    ...unconfined(name, own),
  ];
}

function containerRestricted(pod: Json, { name, securityContext: own = {} }: Json): readonly Violation[] {
  const { drop = [], add = [] } = own.capabilities ?? {};
  const profile = (own.seccompProfile ?? pod.seccompProfile)?.type;
  const beyond = add.filter((capability: string) => capability !== 'NET_BIND_SERVICE');
  return [
    ...(own.allowPrivilegeEscalation === false ? [] : [baseline(`${name}: may gain privileges`)]),
    ...(drop.includes('ALL') ? [] : [baseline(`${name}: does not drop ALL`)]),
    ...(beyond.length > 0 ? [baseline(`${name}: adds ${beyond.join(', ')}`)] : []),
    ...((own.runAsNonRoot ?? pod.runAsNonRoot) === true ? [] : [baseline(`${name}: may run as root`)]),
    ...(own.runAsUser === 0 ? [baseline(`${name}: runAsUser 0`)] : []),
    ...(['RuntimeDefault', 'Localhost'].includes(profile) ? [] : [baseline(`${name}: no seccomp profile`)]),
  ];
}

const unconfined = (name: string, { seccompProfile }: Json): readonly Violation[] =>
  seccompProfile?.type === 'Unconfined' ? [privileged(`${name}: seccomp Unconfined`)] : [];
