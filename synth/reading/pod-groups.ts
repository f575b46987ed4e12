import { machinesOf } from '../../constructs/facts/platform-app.ts';
import { traefikPods } from '../../constructs/network/endpoint.ts';
import type { Machine, Tier } from '../../platform/types.ts';
import type { Model } from '../model/model.ts';
import type { OpenPort, Protocol } from './port-ranges.ts';
import { type Labels, selects } from './selector.ts';
import { type Json, pinnedTo, podTemplates, runningContainers, written } from './written.ts';

/** Pods that nothing tells apart: those of one template, or of one chart's component. */
export interface PodGroup {
  /** `namespace/name`. */
  readonly id: string;
  readonly namespace: string;
  readonly labels: Labels;
  readonly tier?: Tier;
  readonly ports: readonly OpenPort[];
  /** Construct path; for K3s's own pods, their id. */
  readonly path: string;
  /** Shares the machine's network: no policy holds it, none selects it, and its address is the machine's. */
  readonly onHost: boolean;
  /** Where it may run. */
  readonly machines: readonly Machine[];
}

export interface Namespace {
  readonly name: string;
  readonly labels: Labels;
  readonly tier?: Tier;
}

/** Namespaces by name: the written ones, and those that K3s makes. */
export function namespacesOf(model: Model): ReadonlyMap<string, Namespace> {
  const found = new Map<string, Namespace>();
  for (const name of ['kube-system', 'default', 'kube-public', 'kube-node-lease']) {
    found.set(name, { name, labels: { 'kubernetes.io/metadata.name': name }, tier: 'platform' });
  }
  const tiers = new Map(model.inventory.namespaces.map((chart) => [chart.namespaceName, chart] as const));
  for (const { namespaceName: name, tier, guarded } of tiers.values()) {
    if (!guarded) found.set(name, { name, labels: { 'kubernetes.io/metadata.name': name }, tier });
  }
  for (const { manifest } of written(model, 'Namespace')) {
    const { name, labels = {} } = manifest.metadata;
    const tier = (labels['uyoop.fr/tier'] as Tier | undefined) ?? tiers.get(name)?.tier;
    found.set(name, { name, labels: { ...labels, 'kubernetes.io/metadata.name': name }, tier });
  }
  return found;
}

/** Every group of pods that will run: written templates, charts' pods, and what K3s brings itself. */
export function podGroups(model: Model, namespaces: ReadonlyMap<string, Namespace>): readonly PodGroup[] {
  const machines = machinesOf(model.platform);
  const tierOf = (namespace: string) => namespaces.get(namespace)?.tier;
  const ours = podTemplates(model).map(({ namespace, name, labels, path, spec }): PodGroup => {
    const pin = pinnedTo(spec);
    return {
      id: `${namespace}/${name}`,
      namespace,
      labels,
      tier: tierOf(namespace),
      ports: runningContainers(spec).flatMap(containerPorts),
      path,
      onHost: spec.hostNetwork === true,
      machines: machines.filter((machine) => pin === undefined || machine.name === pin),
    };
  });
  const foreign = model.inventory.foreignPods.map(
    ({ name, pods, ports, node }): PodGroup => ({
      id: `${pods.namespace}/${name}`,
      namespace: pods.namespace,
      labels: pods.labels,
      tier: tierOf(pods.namespace),
      ports: ports.map((number) => ({ number, protocol: 'TCP' })),
      path: node.path,
      onHost: false,
      machines,
    }),
  );
  const known = [...ours, ...foreign];
  const own = k3sPods
    .filter(({ labels }) => !known.some((group) => group.namespace === 'kube-system' && covers(group.labels, labels)))
    .map(({ name, labels, ports }): PodGroup => {
      const id = `kube-system/${name}`;
      return { id, namespace: 'kube-system', labels, tier: 'platform', ports, path: id, onHost: false, machines };
    });
  return [...known, ...own];
}

/** The public door: what enters there was let in by a route and by Authelia, and is no path between tiers. */
export function isPublicDoor(group: PodGroup): boolean {
  return (
    group.namespace === traefikPods.namespace && (covers(group.labels, traefikPods.labels) || svclb in group.labels)
  );
}

const covers = (labels: Labels, wanted: Labels): boolean => selects({ matchLabels: wanted }, labels);

function containerPorts(container: Json): readonly OpenPort[] {
  return (container.ports ?? []).map(({ name, containerPort, protocol }: Json) => ({
    name,
    number: containerPort,
    protocol: protocol ?? 'TCP',
  }));
}

const svclb = 'svccontroller.k3s.cattle.io/svcname';

const port = (number: number, name: string, protocol: Protocol = 'TCP'): OpenPort => ({ name, number, protocol });

/**
 * What K3s runs without being asked.
 *
 * @see https://docs.k3s.io/networking/networking-services
 */
const k3sPods: readonly { readonly name: string; readonly labels: Labels; readonly ports: readonly OpenPort[] }[] = [
  {
    name: 'coredns',
    labels: { 'k8s-app': 'kube-dns' },
    ports: [port(53, 'dns', 'UDP'), port(53, 'dns-tcp'), port(9153, 'metrics')],
  },
  {
    name: 'traefik',
    labels: traefikPods.labels,
    ports: [port(8000, 'web'), port(8443, 'websecure'), port(8080, 'traefik'), port(9100, 'metrics')],
  },
  { name: 'svclb-traefik', labels: { [svclb]: 'traefik' }, ports: [port(80, 'lb-tcp-80'), port(443, 'lb-tcp-443')] },
  { name: 'metrics-server', labels: { 'k8s-app': 'metrics-server' }, ports: [port(10250, 'https')] },
  { name: 'local-path-provisioner', labels: { app: 'local-path-provisioner' }, ports: [] },
];
