import type { Model } from '../../synth/model/model.ts';
import { overlaps, rangesOf } from '../../synth/reading/addresses.ts';
import { namedAddresses } from '../../synth/reading/named-addresses.ts';
import { type Network, networkOf, type Policy } from '../../synth/reading/network.ts';
import type { PodGroup } from '../../synth/reading/pod-groups.ts';
import type { Direction, Peer } from '../../synth/reading/policies.ts';
import { readablePorts } from '../../synth/reading/port-ranges.ts';
import { readRoutes } from '../../synth/reading/routes.ts';

/** Why one may reach the other. */
export interface Passage {
  /** `tcp/3306`; empty where nothing may pass. */
  readonly ports: string;
  /** Construct paths of the policies and routes that let it pass. */
  readonly by: readonly { readonly what: string; readonly path: string }[];
}

/** Both ends of a pair, as the matrix names them; undefined where it knows one of them not. */
export function passageOf(model: Model, from: string, to: string): Passage | undefined {
  const network = networkOf(model);
  const group = (id: string) => network.groups.find((one) => one.id === id);
  const [source, target] = [group(from), group(to)];
  if (from === 'internet') return fromInternet(model, to);
  if (!source) return undefined;
  if (target) return betweenPods(network, source, target);
  const address = namedAddresses(model.platform).find(({ name }) => name === to || name.startsWith(`${to} `));
  if (!address) return undefined;
  const allowed = network.addresses(source).filter(({ ranges }) => overlaps(ranges, address.ranges));
  const covers = ({ block }: Peer) => block !== undefined && overlaps(block, address.ranges);
  return {
    ports: readablePorts(allowed.flatMap(({ ports }) => ports)),
    by: letting(network, 'egress', source, covers),
  };
}

function betweenPods(network: Network, from: PodGroup, to: PodGroup): Passage {
  const ports = network.ports(from, to);
  const allows = (other: PodGroup) => (peer: Peer, policy: Policy) =>
    peer.block
      ? overlaps(peer.block, rangesOf(other.machines.map(({ mesh }) => mesh)))
      : (network.peers(policy, peer)?.includes(other) ?? false);
  if (ports.length === 0) return { ports: '', by: [] };
  return {
    ports: readablePorts(ports),
    by: [...letting(network, 'egress', from, allows(to)), ...letting(network, 'ingress', to, allows(from))],
  };
}

/** The policies of one end with a rule that means the other. */
function letting(
  network: Network,
  direction: Direction,
  end: PodGroup,
  means: (peer: Peer, policy: Policy) => boolean,
): Passage['by'] {
  if (network.isOpen(end, direction)) return [{ what: `${direction}: no policy holds ${end.id}`, path: end.path }];
  return network.policies
    .filter(({ selected, directions }) => selected.includes(end) && directions.includes(direction))
    .filter((policy) =>
      policy.rules[direction].some(({ peers }) => peers.length === 0 || peers.some((peer) => means(peer, policy))),
    )
    .map(({ namespace, name, path }) => ({ what: `${direction}: NetworkPolicy ${namespace}/${name}`, path }));
}

/** What strangers reach: a host, or the pods behind it. */
function fromInternet(model: Model, to: string): Passage | undefined {
  const routes = readRoutes(model).filter(
    ({ id, match, services }) =>
      match.includes(`\`${to}\``) || services.some(({ name }) => `${id.split('/')[0]}/${name}` === to),
  );
  if (routes.length === 0) return undefined;
  const what = (guarded: boolean, redirects: boolean) =>
    redirects ? 'redirects' : guarded ? 'behind Authelia' : 'without Authelia';
  return {
    ports: 'tcp/443',
    by: routes.map(({ id, match, path, guarded, redirects }) => ({
      what: `IngressRoute ${id}, ${what(guarded, redirects)}: ${match}`,
      path,
    })),
  };
}
