import type { Finding } from '../model/finding.ts';
import type { Model } from '../model/model.ts';
import { overlaps } from '../reading/addresses.ts';
import { type NamedAddress, namedAddresses } from '../reading/named-addresses.ts';
import { type Flow, type Network, networkOf } from '../reading/network.ts';
import { isPublicDoor, type PodGroup } from '../reading/pod-groups.ts';
import { common, type PortRange, readablePorts } from '../reading/port-ranges.ts';

/**
 * Check 3: any path of traffic from `dev` to `prod`, as the written policies make it. A path may lead through pods of
 * another tier; it does not lead through Traefik, which is the public door and asks Authelia.
 */
export function devToProd(model: Model): readonly Finding[] {
  const network = networkOf(model);
  const dev = network.groups.filter(({ tier }) => tier === 'dev');
  if (dev.length === 0) return [];
  const onward = flowsBySource(network);
  const addresses = namedAddresses(model.platform).filter(({ prod }) => prod);
  return dev.flatMap((group) => [
    ...pathsFrom(group, onward).map(pathFinding),
    ...reachedAddresses(network, group, addresses),
  ]);
}

function flowsBySource(network: Network): ReadonlyMap<PodGroup, readonly Flow[]> {
  const bySource = new Map<PodGroup, Flow[]>();
  for (const flow of network.flows()) {
    const known = bySource.get(flow.from);
    if (known) known.push(flow);
    else bySource.set(flow.from, [flow]);
  }
  return bySource;
}

/** The shortest path to each group of `prod`; what a second group of `dev` can do is that group's own finding. */
function pathsFrom(start: PodGroup, onward: ReadonlyMap<PodGroup, readonly Flow[]>): readonly (readonly Flow[])[] {
  const seen = new Set([start]);
  const found: (readonly Flow[])[] = [];
  const queue: (readonly Flow[])[] = [[]];
  for (const path of queue) {
    for (const flow of onward.get(path.at(-1)?.to ?? start) ?? []) {
      if (seen.has(flow.to) || isPublicDoor(flow.to) || flow.to.tier === 'dev') continue;
      seen.add(flow.to);
      if (flow.to.tier === 'prod') found.push([...path, flow]);
      // Whoever stands on the machine's network has its address, and addresses are judged below, for `dev` itself.
      else if (!flow.to.onHost) queue.push([...path, flow]);
    }
  }
  return found;
}

function pathFinding(path: readonly Flow[]): Finding {
  const [first] = path as [Flow];
  const hops = path.map(({ to, ports }) => `${to.id} (${readablePorts(ports)})`);
  return {
    check: 3,
    where: first.from.path,
    what: 'traffic of dev reaches prod',
    got: [first.from.id, ...hops].join(' -> '),
    cure:
      path.length === 1
        ? 'take the edge away; what dev needs of prod it asks for at the public door'
        : 'take one edge of this path away, the one into prod or the one out of dev',
  };
}

function reachedAddresses(network: Network, group: PodGroup, prod: readonly NamedAddress[]): readonly Finding[] {
  return prod.flatMap((address): Finding[] => {
    const ports = network
      .addresses(group)
      .filter(({ ranges }) => overlaps(ranges, address.ranges))
      .flatMap((allowed) => beyondApi(allowed.ports, address));
    if (ports.length === 0) return [];
    return [
      {
        check: 3,
        where: group.path,
        what: 'a policy of dev allows addresses of prod',
        got: `${group.id} -> ${address.name} (${readablePorts(ports)})`,
        cure: 'name the pods that are meant, or keep private ranges out of the ipBlock with except',
      },
    ];
  });
}

/** Ports without the API server's own, which has its own authentication. */
function beyondApi(ports: readonly PortRange[], { apiPort }: NamedAddress): readonly PortRange[] {
  if (apiPort === undefined) return ports;
  const others: PortRange[] = [
    { protocol: 'TCP', first: 1, last: apiPort - 1 },
    { protocol: 'TCP', first: apiPort + 1, last: 65535 },
    { protocol: 'UDP', first: 1, last: 65535 },
    { protocol: 'SCTP', first: 1, last: 65535 },
  ];
  return common(ports, others);
}
