import { createHash } from 'node:crypto';
import { Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { Image, Machine, Resources } from '../../platform/types.ts';
import type { Endpoint } from '../network/endpoint.ts';
import type { SecretFile, ValueReference } from '../secret/secret.ts';
import { containerSecurity, type Identity, podSecurity, type Relaxations } from './hardening.ts';
import type { Priority } from './priority.ts';
import { type Probe, probes } from './probe.ts';
import { resourceRequirements } from './resources.ts';
import { secretDelivery } from './secret-delivery.ts';
import { type HostFolder, type Mount, type Projection, type Scratch, Volume } from './volume.ts';

/** A fact that only the running pod knows. */
export interface PodField {
  readonly field: 'status.hostIP' | 'status.podIP' | 'spec.nodeName' | 'metadata.namespace' | 'metadata.name';
}

/** Text, a secret value, the path of a file that holds one, or a fact of the running pod. */
export type EnvValue = string | ValueReference | SecretFile | PodField;

/** What a folder of the container is. */
export type MountSource = Volume | Mount | Scratch | HostFolder | Projection;

/** A file's text; a function is asked when everything is built. */
export type FileText = string | (() => string);

/** A page of metrics in Prometheus's own format. */
export interface Metrics {
  /** Name of the port. Default: the first one. */
  readonly port?: string;
  /** Default: `/metrics`. */
  readonly path?: string;
  /** Default: `http`. */
  readonly scheme?: 'http' | 'https';
}

export interface PodProps extends Identity {
  readonly image: Image;
  /** Replaces the image's entrypoint. */
  readonly command?: readonly string[];
  /** Replaces the image's command. */
  readonly args?: readonly string[];
  /**
   * What the image itself runs (entrypoint and command). Needed where `env` holds secret values: in Vault's phase a shell
   * reads them from a file and then becomes this, with `args` behind it.
   */
  readonly entrypoint?: readonly string[];
  /** Open ports by name; the first one is what probes and routes mean. */
  readonly ports?: Readonly<Record<string, number>>;
  readonly env?: Readonly<Record<string, EnvValue>>;
  /** Folders by path. `/tmp` is there by default. */
  readonly volumes?: Readonly<Record<string, MountSource>>;
  /** Read-only files by path; a change restarts the pod. */
  readonly files?: Readonly<Record<string, FileText>>;
  /** Secret values that are mounted although no variable names them. */
  readonly secretFiles?: readonly ValueReference[];
  /** It reads secret files at each use: when Vault replaces a value, it needs no restart. */
  readonly rereadsSecrets?: boolean;
  /** Logs in to Vault as itself and not as its service, whose other pods then cannot read what it reads. */
  readonly ownAccount?: boolean;
  readonly resources: Resources;
  /** A GET path, or more. Required unless `relax.noProbe` says why not, or it is a job. */
  readonly probe?: string | Probe;
  /** Where its traffic goes. DNS is always open; nothing else is. */
  readonly reaches?: readonly Endpoint[];
  readonly relax?: Relaxations;
  /** Seconds between SIGTERM and SIGKILL. Default: 30. */
  readonly graceSeconds?: number;
  /** Where Prometheus reads its metrics. */
  readonly metrics?: Metrics;
  /** What it outlives when memory runs short. Default: by the namespace's tier. */
  readonly priority?: Priority;
}

/** Where a pod runs and what it is called; the workload knows it. */
export interface PodPlace {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly machine: Machine;
  /** Every machine that a pod of it runs on; more than one for a DaemonSet alone. */
  readonly machines?: readonly Machine[];
  readonly serviceAccount: string;
  readonly priority: Priority;
  /** It is a job: a container that stays would keep it from its end. */
  readonly ends?: boolean;
}

/** The pod template of a workload: hardened, pinned to its machine, its secrets delivered as the phase wants. */
export function podTemplate(scope: Construct, place: PodPlace, props: PodProps): k8s.PodTemplateSpec {
  const relax = props.relax ?? {};
  const secrets = secretDelivery(place, props);
  const files = configFiles(scope, place, props.files ?? {});
  const { mounts, volumes } = mountFolders(props.volumes ?? {}, props);
  const ports = props.ports ?? {};
  const probe = typeof props.probe === 'string' ? { http: props.probe } : props.probe;
  return {
    metadata: {
      labels: { ...place.labels, ...secrets.labels },
      annotations: { ...secrets.annotations, ...files.annotations },
    },
    spec: {
      serviceAccountName: place.serviceAccount,
      automountServiceAccountToken: relax.apiToken !== undefined,
      enableServiceLinks: false,
      nodeSelector: place.machines ? undefined : { 'kubernetes.io/hostname': place.machine.name },
      tolerations: tolerations(place.machines ?? [place.machine]),
      priorityClassName: props.priority ?? place.priority,
      hostNetwork: relax.hostNetwork === undefined ? undefined : true,
      shareProcessNamespace: secrets.shareProcessNamespace,
      dnsPolicy: relax.hostNetwork === undefined ? undefined : 'ClusterFirstWithHostNet',
      hostPid: relax.hostPID === undefined ? undefined : true,
      terminationGracePeriodSeconds: props.graceSeconds,
      securityContext: podSecurity(props, Object.values(ports)),
      initContainers: secrets.initContainers,
      containers: [
        {
          name: place.name,
          image: props.image,
          command: secrets.command ?? (props.command && [...props.command]),
          args: secrets.command ? undefined : props.args && [...props.args],
          env: secrets.env,
          ports: Object.entries(ports).map(([name, containerPort]) => ({ name, containerPort })),
          resources: resourceRequirements(props.resources),
          securityContext: containerSecurity(props, relax),
          volumeMounts: [...mounts, ...files.mounts, ...secrets.mounts],
          ...(probe && probes(probe, ports)),
        },
      ],
      volumes: [...volumes, ...files.volumes, ...secrets.volumes],
    },
  };
}

/** The key of the taint that a machine carries when nothing of `prod` may ever run there. */
export const tierKey = 'uyoop.fr/tier';

function tolerations(machines: readonly Machine[]): k8s.Toleration[] | undefined {
  const tiers = new Set(machines.flatMap(({ tiers }) => (tiers.includes('prod') ? [] : tiers)));
  if (tiers.size === 0) return undefined;
  return [...tiers].map((value) => ({ key: tierKey, operator: 'Equal', value, effect: 'NoSchedule' }));
}

function mountFolders(folders: Readonly<Record<string, MountSource>>, props: PodProps) {
  const withTmp: Readonly<Record<string, MountSource>> =
    '/tmp' in folders || props.relax?.writableRoot ? folders : { ...folders, '/tmp': { scratch: '64Mi' } };
  const mounts: k8s.VolumeMount[] = [];
  const volumes = new Map<string, k8s.Volume>();
  for (const [mountPath, source] of Object.entries(withTmp)) {
    if ('hostFolder' in source) {
      const name = `host${nameOf(source.hostFolder)}`;
      const type = source.missing === 'made' ? 'DirectoryOrCreate' : 'Directory';
      volumes.set(name, { name, hostPath: { path: source.hostFolder, type } });
      mounts.push({ name, mountPath, readOnly: true, mountPropagation: 'HostToContainer' });
    } else if ('projected' in source) {
      const name = `projected${nameOf(mountPath)}`;
      volumes.set(name, { name, projected: { defaultMode: 0o440, sources: [...source.projected] } });
      mounts.push({ name, mountPath, readOnly: true });
    } else if ('scratch' in source) {
      const name = `scratch${nameOf(mountPath)}`;
      const sizeLimit = k8s.Quantity.fromString(source.scratch);
      volumes.set(name, { name, emptyDir: { sizeLimit, ...(source.memory && { medium: 'Memory' }) } });
      mounts.push({ name, mountPath });
    } else {
      const { volume, subPath }: Mount = source instanceof Volume ? { volume: source } : source;
      volumes.set(volume.name, { name: volume.name, persistentVolumeClaim: { claimName: volume.name } });
      mounts.push({ name: volume.name, mountPath, subPath });
    }
  }
  return { mounts, volumes: [...volumes.values()] };
}

const nameOf = (path: string): string => (path === '/' ? '-root' : path.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'));

function configFiles(scope: Construct, place: PodPlace, files: Readonly<Record<string, FileText>>) {
  const paths = Object.keys(files);
  const nothing: { annotations: Record<string, string>; mounts: k8s.VolumeMount[]; volumes: k8s.Volume[] } = {
    annotations: {},
    mounts: [],
    volumes: [],
  };
  if (paths.length === 0) return nothing;
  const name = `${place.name}-config`;
  const keyOf = (path: string) => path.slice(1).replaceAll('/', '_');
  let texts: Record<string, string> | undefined;
  const render = () => {
    texts ??= Object.fromEntries(paths.map((path) => [keyOf(path), textOf(files[path] as FileText)]));
    return texts;
  };
  new k8s.KubeConfigMap(scope, 'config', {
    metadata: { name, namespace: place.namespace },
    data: Lazy.any({ produce: render }),
  });
  const checksum = () => createHash('sha256').update(JSON.stringify(render())).digest('hex').slice(0, 16);
  return {
    annotations: { 'uyoop.fr/config': Lazy.any({ produce: checksum }) as string },
    mounts: paths.map((mountPath) => ({ name: 'config', mountPath, subPath: keyOf(mountPath), readOnly: true })),
    volumes: [
      { name: 'config', configMap: { name, defaultMode: paths.some((path) => path.endsWith('.sh')) ? 0o555 : 0o444 } },
    ],
  };
}

const textOf = (text: FileText): string => (typeof text === 'string' ? text : text());
