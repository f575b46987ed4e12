/*
 * Fields: NetworkPolicy spec.podSelector, .ingress[*].from, .egress[*].to and ports; labels and ports of pods.
 * Allowed: selectors that select pods that run, and ports that they open. Pods of cert-manager's solvers come and go.
 */

import type { Edge } from '../../../constructs/network/edge.ts';
import { wholeCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import type { Model } from '../../model/model.ts';
import { type Network, networkOf, type Policy } from '../../reading/network.ts';
import type { PodGroup } from '../../reading/pod-groups.ts';
import type { Peer, Rule } from '../../reading/policies.ts';
import { type OpenPort, opens, readablePorts, ruledPorts } from '../../reading/port-ranges.ts';
import { everything, isEmpty, names, readableSelector, type Selector } from '../../reading/selector.ts';

const stranger = 'compare the labels with what runs there; pods of a Helm chart are declared as ForeignPods';
const closed = 'name the port that the container listens on (not the Service), or open it in ports';

export default wholeCheck(
  'policies that select nobody, and edges to nobody or to a port that nobody opens',
  (model) => {
    const network = networkOf(model);
    const letters = network.policies.flatMap((policy) => [
      ...idle(policy),
      ...deadEgress(network, policy),
      ...deadIngress(network, policy),
    ]);
    return oneHalf(model, declared(model, letters));
  },
);

const edgeOf = ({ inventory }: Model, path: string) =>
  inventory.edges.find(({ node }) => path.startsWith(`${node.path}/`));

/** What undeclared-namespaces says of a policy, or of the other half of its edge, is not said again. */
function declared(model: Model, letters: readonly Letter[]): readonly Letter[] {
  const { policies, namespaces } = networkOf(model);
  const strays = policies.filter(({ namespace }) => !namespaces.has(namespace)).map(({ path }) => path);
  const edges = strays.map((path) => edgeOf(model, path));
  return letters.filter(({ where }) => {
    const edge = edgeOf(model, where);
    return !strays.includes(where) && (edge === undefined || !edges.includes(edge));
  });
}

/** An edge is written in two halves: what is wrong with it shows in both. */
function oneHalf(model: Model, letters: readonly Letter[]): readonly Letter[] {
  const halves = new Map<Edge, string>();
  return letters.filter(({ where }) => {
    const edge = edgeOf(model, where);
    if (edge === undefined) return true;
    if (!halves.has(edge)) halves.set(edge, where);
    return halves.get(edge) === where;
  });
}

function idle({ path, namespace, pods, selected }: Policy): readonly Letter[] {
  return selected.length > 0 || isEmpty(pods) || namesSolver(pods) ? [] : [nobody(path, pods, namespace)];
}

const namesSolver = (selector: Selector | undefined): boolean =>
  selector !== undefined && names(selector, 'acme.cert-manager.io/http01-solver');

function deadEgress(network: Network, policy: Policy): readonly Letter[] {
  return policy.rules.egress.flatMap((rule) =>
    rule.peers.flatMap((peer): readonly Letter[] => {
      const groups = network.peers(policy, peer);
      if (!groups || namesSolver(peer.pods)) return [];
      return groups.length === 0 ? [noPeer(policy, peer)] : closedPorts(policy, rule, groups);
    }),
  );
}

function deadIngress(network: Network, policy: Policy): readonly Letter[] {
  const { selected, pods } = policy;
  return policy.rules.ingress.flatMap((rule) => {
    const strangers = rule.peers.filter((peer) => network.peers(policy, peer)?.length === 0 && !namesSolver(peer.pods));
    const letters = strangers.map((peer) => noPeer(policy, peer));
    return selected.length === 0 || isEmpty(pods) ? letters : [...letters, ...closedPorts(policy, rule, selected)];
  });
}

function noPeer({ path, namespace }: Policy, { pods = everything, namespaces }: Peer): Letter {
  const named = namespaces?.labels['kubernetes.io/metadata.name'];
  return nobody(path, pods, named ?? (namespaces ? readableSelector(namespaces) : namespace));
}

function nobody(where: string, pods: Selector, namespace: string): Letter {
  const got = `pods ${readableSelector(pods)} in ${namespace}`;
  return { where, what: 'a policy speaks of pods that nobody runs', got, cure: stranger };
}

function closedPorts({ path }: Policy, rule: Rule, groups: readonly PodGroup[]): readonly Letter[] {
  const open = groups.flatMap(({ ports }) => ports);
  const dead = rule.ports
    .filter(({ port }) => port !== undefined)
    .filter((port) => !ruledPorts([port], open).some((range) => opens(open, range)));
  return dead.map(({ port, protocol }) => ({
    where: path,
    what: 'an edge to a port that nobody opens',
    got: `${protocol.toLowerCase()}/${port} of ${groups.map(({ id }) => id).join(', ')}, which open ${openText(open)}`,
    cure: closed,
  }));
}

function openText(open: readonly OpenPort[]): string {
  return readablePorts(open.map(({ number, protocol }) => ({ protocol, first: number, last: number }))) || 'none';
}
