import { machinesOf } from '../../constructs/facts/platform-app.ts';
import type { Model } from '../model/model.ts';
import { at, itemsOf, textMapOf, textsOf } from './json.ts';
import { type Network, networkOf } from './network.ts';
import { readablePorts, ruledPorts } from './port-ranges.ts';
import { type Reach, sorted } from './reachability.ts';
import { readRoutes } from './routes.ts';
import { readableSelector } from './selector.ts';
import { written } from './written.ts';

/**
 * What passes on the wire beside what policies say of pods that stay: pods that come and go, routes that lead to addresses, and
 * what kube-router, kube-proxy and K3s add by themselves. It was measured on two machines.
 */
export function beyondPolicies(model: Model): readonly Reach[] {
  return [...sorted([...comingAndGoing(networkOf(model)), ...routedAddresses(model)]), ...added(model)];
}

/** Policies of pods that nobody writes: ACME solvers, which cert-manager makes for a minute. */
function comingAndGoing(network: Network): readonly Reach[] {
  return network.policies
    .filter(({ selected }) => selected.length === 0)
    .flatMap((policy) =>
      policy.rules.ingress.flatMap(({ peers, ports }) =>
        peers.flatMap((peer) =>
          (network.peers(policy, peer) ?? []).map((from) => ({
            from: from.id,
            to: `${policy.namespace}, pods ${readableSelector(policy.pods)}`,
            ports: readablePorts(ruledPorts(ports, [])),
          })),
        ),
      ),
    );
}

/** Traefik follows a Service without selector to the addresses that stand beside it. */
function routedAddresses(model: Model): readonly Reach[] {
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
  const own = machines.map(({ name }) => ({
    from: `${name} itself, pods on its network among it`,
    to: `every pod on ${name}`,
    ports: 'every port: kubelet asks probes from there',
  }));
  const ingress = machines.filter((machine) => machine.ingress);
  const doors = ingress.map(({ name, mesh }) => ({
    from: 'the mesh, and pods whose policies let them reach it',
    to: `${name} (mesh ${mesh})`,
    ports: "node ports of Traefik's Service and its health check; with nodeport-addresses=primary on no other address",
  }));
  const fresh = {
    from: 'every new pod',
    to: 'what no policy of its own shuts',
    ports: 'every port, for about 0.1 s, and what it opens then stays open; build pods wait (docs/decisions/0009)',
  };
  return [...own, ...doors, fresh];
}
