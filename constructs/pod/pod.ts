import { createHash } from 'node:crypto';
import { Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { Machine } from '../../platform/types.ts';
import { containerSecurity, podSecurity } from './hardening.ts';
import type { FileText, MountSource, PodPlace, PodProps } from './pod-props.ts';
import { probes } from './probe.ts';
import { resourceRequirements } from './resources.ts';
import { secretDelivery } from './secret-delivery.ts';
import { type Mount, Volume } from './volume.ts';

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
