import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { configFiles } from './config-files.ts';
import { scratch } from './folder.ts';
import { containerSecurity, podSecurity } from './hardening.ts';
import type { PodParts, PodPlace, PodProps } from './pod-props.ts';
import { probes } from './probe.ts';
import { resourceRequirements } from './resources.ts';
import { scheduling } from './scheduling.ts';
import { type SecretDelivery, secretDelivery } from './secret-delivery.ts';

/** The pod template of a workload: hardened, pinned to its machine, its secrets delivered as the phase wants. */
export function podTemplate(scope: Construct, place: PodPlace, props: PodProps): k8s.PodTemplateSpec {
  const secrets = secretDelivery(place, props);
  const parts = [folders(props), configFiles(scope, place, props.files ?? {}) ?? {}, secrets];
  return {
    metadata: {
      labels: { ...place.labels, ...secrets.labels },
      annotations: Object.assign({}, ...parts.map(({ annotations }) => annotations)),
    },
    spec: {
      ...standing(place, props),
      shareProcessNamespace: secrets.shareProcessNamespace,
      initContainers: secrets.initContainers,
      containers: [container(place, props, secrets, parts)],
      volumes: parts.flatMap(({ volumes }) => volumes ?? []),
    },
  };
}

/** Who a pod is, where it runs, and what it outlives. */
function standing(place: PodPlace, props: PodProps) {
  return {
    serviceAccountName: place.serviceAccount,
    ...scheduling(place),
    ...relaxed(props),
    enableServiceLinks: false,
    priorityClassName: props.priority ?? place.priority,
    terminationGracePeriodSeconds: props.graceSeconds,
    securityContext: podSecurity(props, Object.values(props.ports ?? {})),
  };
}

/** What a pod sees of its machine and of the Kubernetes API: nothing, but for what is relaxed. */
function relaxed({ relax = {} }: PodProps) {
  const onHost = relax.hostNetwork !== undefined;
  return {
    automountServiceAccountToken: relax.apiToken !== undefined,
    ...(onHost && { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' }),
    ...(relax.hostPID !== undefined && { hostPid: true }),
  };
}

function container(place: PodPlace, props: PodProps, secrets: SecretDelivery, parts: readonly PodParts[]) {
  const { ports = {}, probe } = props;
  return {
    name: place.name,
    image: props.image,
    ...startOf(props, secrets),
    env: secrets.env,
    ports: Object.entries(ports).map(([name, containerPort]) => ({ name, containerPort })),
    resources: resourceRequirements(props.resources),
    securityContext: containerSecurity(props, props.relax ?? {}),
    volumeMounts: parts.flatMap(({ mounts }) => mounts ?? []),
    ...(probe && probes(typeof probe === 'string' ? { http: probe } : probe, ports)),
  };
}

/** What the container runs: a shell that reads its secrets first has taken the arguments in. */
function startOf({ command, args }: PodProps, secrets: SecretDelivery): Pick<k8s.Container, 'command' | 'args'> {
  if (secrets.command) return { command: secrets.command };
  return { command: command && [...command], args: args && [...args] };
}

function folders({ volumes = {}, relax }: PodProps): PodParts {
  const hasTmp = '/tmp' in volumes || relax?.writableRoot;
  const all = hasTmp ? volumes : { ...volumes, '/tmp': scratch('64Mi') };
  const mounted = Object.entries(all).map(([path, folder]) => folder.mountedAt(path));
  return {
    mounts: mounted.map(({ mount }) => mount),
    // Several folders may lie on one volume.
    volumes: [...new Map(mounted.map(({ volume }) => [volume.name, volume])).values()],
  };
}
