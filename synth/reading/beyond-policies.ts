import { machinesOf } from '../../constructs/facts/platform-app.ts';
import type { Machine } from '../../platform/types.ts';
import type { Model } from '../model/model.ts';
import { at, itemsOf, textMapOf, textsOf } from './json.ts';
import { type Network, networkOf, type Policy } from './network.ts';
import { once } from './once.ts';
import type { Direction } from './policies.ts';
import { readablePorts, ruledPorts } from './port-ranges.ts';
import { type Reach, sorted } from './reachability.ts';
import { readRoutes } from './routes.ts';
import { isEmpty, readableSelector } from './selector.ts';
import { written } from './written.ts';

/**
 * What passes on the wire beside what policies say of pods that stay: pods that come and go, routes that lead to addresses, and
 * what kube-router, kube-proxy and K3s add by themselves. It was measured on two machines.
 */
export const beyondPolicies: (model: Model) => readonly Reach[] = once((model) => [
  ...sorted([...comingAndGoing(networkOf(model)), ...routedAddresses(model)]),
  ...added(model),
]);

/** Policies of pods that nobody writes: ACME solvers, which cert-manager makes for a minute. */
function comingAndGoing(network: Network): readonly Reach[] {
  return network.policies
    .filter(({ selected, pods }) => selected.length === 0 && !isEmpty(pods))
    .flatMap((policy) => {
      const name = `${policy.namespace}, pods ${readableSelector(policy.pods)}`;
      const within = through(network, policy, 'ingress').map(({ pods, ports }) => ({ from: pods, to: name, ports }));
      const ofAll = network.policies.filter(({ namespace, pods }) => namespace === policy.namespace && isEmpty(pods));
      const out = ofAll.flatMap((all) => through(network, all, 'egress'));
      return [...within, ...out.map(({ pods, ports }) => ({ from: name, to: pods, ports }))];
    });
}

/** The pods that a policy lets through, as it names them. */
function through(network: Network, policy: Policy, direction: Direction) {
  return policy.rules[direction].flatMap(({ peers, ports }) =>
    peers.flatMap((peer) =>
      (network.peers(policy, peer) ?? []).map(({ id }) => ({ pods: id, ports: readablePorts(ruledPorts(ports, [])) })),
    ),
  );
}

/** Traefik follows a Service without selector to the addresses that stand beside it. */
export function routedAddresses(model: Model): readonly Reach[] {
  const routed = new Set(
    readRoutes(model).flatMap(({ id, services }) => services.map(({ name }) => `${id.split('/')[0]}/${name}`)),
  );
  return written(model, 'EndpointSlice').flatMap(({ namespace, manifest }) => {
    const service = textMapOf(at(manifest, 'metadata', 'labels'))['kubernetes.io/service-name'];
    if (!routed.has(`${namespace}/${service}`)) return [];
    const addresses = itemsOf(at(manifest, 'endpoints')).flatMap(({ addresses }) => textsOf(addresses));
    const ports = itemsOf(at(manifest, 'ports')).map(({ port }) => `tcp/${port}`);
    return addresses.map((address) => ({
      from: 'kube-system/traefik',
      to: `${namespace}/${service}: ${machineAt(model, address)}`,
      ports: ports.join(', '),
    }));
  });
}

function machineAt({ platform }: Model, address: string): string {
  const machine = machinesOf(platform).find(({ mesh }) => mesh === address);
  return machine === undefined ? address : `${machine.name} (mesh ${address})`;
}

function added({ platform }: Model): readonly Reach[] {
  const machines = machinesOf(platform);
  return [...machines.flatMap(aroundMachine), ...machines.flatMap(rewrittenPorts), ...everywhere];
}

/** What kubelet needs, and what kube-proxy listens for on each machine, which kube-router lets pass. */
function aroundMachine({ name, mesh, ingress }: Machine): readonly Reach[] {
  const to = `${name} (mesh ${mesh})`;
  const those = `pods on ${name} that may reach kube-system/traefik`;
  return [
    {
      from: `${name} itself, pods on its network among it`,
      to: `every pod on ${name}`,
      ports: 'every port: kubelet asks probes from there',
    },
    {
      from: ingress ? `the mesh, and ${those}` : those,
      to,
      ports: "node ports of Traefik's Service; with nodeport-addresses=primary on no other address",
    },
    {
      from: `the mesh, and every pod on ${name}`,
      to,
      ports: "health check of Traefik's Service, a node port like those: it tells a number",
    },
  ];
}

/** Ports that are rewritten whatever address of the machine they came for, before a policy is asked. */
function rewrittenPorts({ name, mesh, ingress, ports }: Machine): readonly Reach[] {
  const mail = ports.some(({ owner, address }) => owner === 'Mailcow' && address === undefined);
  const door = {
    from: `the mesh, and pods on ${name} that may reach kube-system/svclb-traefik`,
    to: `${name}, at each of its own addresses`,
    ports: 'the same ports: the host ports of ServiceLB',
  };
  const docker = {
    from: `the mesh, and pods on ${name} that may reach Mailcow's Docker network`,
    to: `${name} (mesh ${mesh})`,
    ports: 'the same ports: Docker publishes them at every address',
  };
  return [...(ingress ? [door] : []), ...(mail ? [docker] : [])];
}

const everywhere: readonly Reach[] = [
  {
    from: 'every pod',
    to: 'itself',
    ports: 'every port at its own address; at its Service what its policies let pass',
  },
  {
    from: 'every new pod',
    to: 'what no policy of its own shuts',
    ports: 'every port, for 0.1 s to 1 s, and what it opens then stays open; build pods wait (docs/decisions/0009)',
  },
  {
    from: 'what no policy holds',
    to: 'every address',
    ports: "as far as routes lead: from another machine not to Mailcow's Docker network, nor to a node port of Traefik",
  },
];
