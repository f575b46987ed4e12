import type { IConstruct } from 'constructs';
import type { Inventory } from '../../../constructs/inventory.ts';
import type { Pods } from '../../../constructs/network/endpoint.ts';
import { Service } from '../../../constructs/service/service.ts';
import type { Layer } from '../../../platform/types.ts';

const layers: readonly Layer[] = ['bootstrap', 'gitops', 'operators', 'configuration', 'services'];

/** Whom a service needs to be there before it, by the edges that it declares and by the portal in front of it. */
export type Needs = ReadonlyMap<Service, readonly Service[]>;

const serviceOf = ({ node }: IConstruct): Service | undefined =>
  node.scopes.find((scope) => scope instanceof Service) as Service | undefined;

const keyOf = ({ namespace, labels }: Pick<Pods, 'namespace' | 'labels'>): string =>
  [namespace, ...Object.entries(labels).map(([key, value]) => `${key}=${value}`)].sort().join(' ');

/** Pods that a service has, its own and a chart's. */
function ownersOf({ workloads, foreignPods }: Inventory): ReadonlyMap<string, Service> {
  const all = [...workloads, ...foreignPods].flatMap((owner): [string, Service][] => {
    const service = serviceOf(owner);
    return service ? [[keyOf(owner.pods), service]] : [];
  });
  return new Map(all);
}

/** By what is declared: an edge from one service's pods to another's, and Authelia in front of a host. */
export function needsOf(inventory: Inventory): Needs {
  const owners = ownersOf(inventory);
  const pairs = inventory.edges.flatMap(({ from, to }): [Service, Service][] => {
    const caller = owners.get(keyOf(from));
    if (!caller) return [];
    const called = to.peers.flatMap(({ pods }) => (pods && owners.get(keyOf(pods))) ?? []);
    return called.filter((service) => service !== caller).map((service) => [caller, service]);
  });
  const portals = inventory.exposures
    .filter(({ access }) => access.kind === 'portal')
    .flatMap((one) => serviceOf(one) ?? []);
  const guarded = inventory.exposures.filter(({ access }) => access.kind === 'forward-auth' || access.kind === 'oidc');
  const behind = guarded.flatMap((exposure): [Service, Service][] => {
    const service = serviceOf(exposure);
    return service ? portals.map((portal) => [service, portal]) : [];
  });
  const needs = new Map<Service, Service[]>();
  for (const [caller, called] of [...pairs, ...behind]) needs.set(caller, [...(needs.get(caller) ?? []), called]);
  return needs;
}

/**
 * Services after whom they need, layer by layer. Two that need each other, or Traefik who reaches everybody, stay in the order
 * of their declaration: neither could wait for the other.
 */
export function inOrder({ services }: Inventory, needs: Needs): readonly Service[] {
  const done = new Set<Service>();
  const visit = (service: Service, above: readonly Service[]): void => {
    if (done.has(service) || above.includes(service)) return;
    const earlier = (needs.get(service) ?? []).filter((other) => rank(other) === rank(service));
    for (const other of earlier) visit(other, [...above, service]);
    done.add(service);
  };
  for (const service of services.toSorted((a, b) => rank(a) - rank(b))) visit(service, []);
  return [...done];
}

const rank = ({ layer }: Service): number => layers.indexOf(layer);
