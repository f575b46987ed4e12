import { machinesOf } from '../../constructs/facts/platform-app.ts';
import { traefikPods } from '../../constructs/network/endpoint.ts';
import type { ForeignPods } from '../../constructs/pod/foreign-pods.ts';
import type { Machine, Tier } from '../../platform/types.ts';
import type { Model } from '../model/model.ts';
import type { ContainerPort } from './containers.ts';
import { at, textMapOf } from './json.ts';
import { type PodTemplate, podTemplates } from './pods.ts';
import { type OpenPort, type Protocol, protocolOf } from './port-ranges.ts';
import { covers, type Labels } from './selector.ts';
import { written } from './written.ts';

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

interface K3sPods {
  readonly name: string;
  readonly labels: Labels;
  readonly ports: readonly OpenPort[];
}

export interface Namespace {
  readonly name: string;
  readonly labels: Labels;
  readonly tier?: Tier;
}

/** Namespaces by name: those that K3s makes, those that a chart of ours fills, and the written ones. */
export function namespacesOf(model: Model): ReadonlyMap<string, Namespace> {
  const charts = model.inventory.namespaces;
  const tierOf = (name: string) => charts.find(({ namespaceName }) => namespaceName === name)?.tier;
  const bare = (name: string, tier?: Tier): Namespace => ({ name, labels: { [nameLabel]: name }, tier });
  const ofK3s = ['kube-system', 'default', 'kube-public', 'kube-node-lease'].map((name) => bare(name, 'platform'));
  const existing = charts.filter(({ guarded }) => !guarded).map(({ namespaceName: name, tier }) => bare(name, tier));
  const ours = written(model, 'Namespace').map(({ name, manifest }): Namespace => {
    const labels = textMapOf(at(manifest, 'metadata', 'labels'));
    const tier = (labels['uyoop.fr/tier'] as Tier | undefined) ?? tierOf(name);
    return { name, labels: { ...labels, [nameLabel]: name }, tier };
  });
  return new Map([...ofK3s, ...existing, ...ours].map((namespace) => [namespace.name, namespace]));
}

/** What Kubernetes itself writes on each namespace. */
export const nameLabel = 'kubernetes.io/metadata.name';

/** Every group of pods that will run: written templates, charts' pods, and what K3s brings itself. */
export function podGroups(model: Model, namespaces: ReadonlyMap<string, Namespace>): readonly PodGroup[] {
  const machines = machinesOf(model.platform);
  const placed = (group: Omit<PodGroup, 'id' | 'tier'> & { readonly name: string }): PodGroup => {
    const { name, ...rest } = group;
    return { ...rest, id: `${rest.namespace}/${name}`, tier: namespaces.get(rest.namespace)?.tier };
  };
  const known = [
    ...podTemplates(model).map((template) => placed(ofTemplate(template, machines))),
    ...model.inventory.foreignPods.map((pods) => placed(ofChart(pods, machines))),
  ];
  const missing = k3sPods.filter(
    ({ labels }) => !known.some((group) => group.namespace === 'kube-system' && covers(group.labels, labels)),
  );
  return [...known, ...missing.map((pods) => placed(ofK3s(pods, machines)))];
}

function ofTemplate(template: PodTemplate, machines: readonly Machine[]) {
  const { name, namespace, labels, path, machine: pin, hostNetwork: onHost } = template;
  const ports = template.running.flatMap((container) => container.ports.map(openPort));
  const possible = machines.filter((machine) => pin === undefined || machine.name === pin);
  return { name, namespace, labels, path, ports, onHost, machines: possible };
}

function ofChart({ name, pods, ports, node }: ForeignPods, machines: readonly Machine[]) {
  const open = ports.map((number): OpenPort => ({ number, protocol: 'TCP' }));
  return {
    name,
    namespace: pods.namespace,
    labels: pods.labels,
    ports: open,
    path: node.path,
    onHost: false,
    machines,
  };
}

function ofK3s({ name, labels, ports }: K3sPods, machines: readonly Machine[]) {
  const namespace = 'kube-system';
  return { name, namespace, labels, ports, path: `${namespace}/${name}`, onHost: false, machines };
}

/** The public door: what enters there was let in by a route and by Authelia, and is no path between tiers. */
export function isPublicDoor(group: PodGroup): boolean {
  return (
    group.namespace === traefikPods.namespace && (covers(group.labels, traefikPods.labels) || svclb in group.labels)
  );
}

const openPort = ({ name, number, protocol }: ContainerPort): OpenPort => ({
  name,
  number,
  protocol: protocolOf(protocol),
});

const svclb = 'svccontroller.k3s.cattle.io/svcname';

const port = (number: number, name: string, protocol: Protocol = 'TCP'): OpenPort => ({ name, number, protocol });

/**
 * What K3s runs without being asked.
 *
 * @see https://docs.k3s.io/networking/networking-services
 */
const k3sPods: readonly K3sPods[] = [
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
