import { grouped } from '../../constructs/facts/grouped.ts';
import type { Model } from '../model/model.ts';
import { everyAddress, overlaps, type Range, rangesOf } from './addresses.ts';
import { once } from './once.ts';
import { type Namespace, nameLabel, namespacesOf, type PodGroup, podGroups } from './pod-groups.ts';
import { type Direction, networkPolicies, type Peer, type Rule, type WrittenPolicy } from './policies.ts';
import { common, everyPort, type PortRange, ruledPorts } from './port-ranges.ts';
import { everything, type Selector, selects } from './selector.ts';

/** A written NetworkPolicy and the pods it selects. */
export interface Policy extends WrittenPolicy {
  readonly selected: readonly PodGroup[];
}

/** Addresses that a rule allows, and on which ports. */
export interface AllowedAddresses {
  readonly ranges: readonly Range[];
  readonly ports: readonly PortRange[];
}

/** What may pass between two groups of pods. */
export interface Flow {
  readonly from: PodGroup;
  readonly to: PodGroup;
  readonly ports: readonly PortRange[];
}

/** What one group's policies allow in one direction. */
interface Side {
  /** No policy selects the group in this direction: everything passes. */
  open: boolean;
  readonly pods: Map<PodGroup, readonly PortRange[]>;
  readonly addresses: AllowedAddresses[];
}

const everywhere: AllowedAddresses = { ranges: [everyAddress], ports: everyPort };

/**
 * The cluster's network as the written policies make it, with the semantics of Kubernetes: policies add up; a pod that none
 * selects in a direction is open in it; a connection needs its egress half and its ingress half.
 *
 * Addresses stand for pods too: an `ipBlock` that covers the pod network lets every pod pass.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export class Network {
  readonly namespaces: ReadonlyMap<string, Namespace>;
  readonly groups: readonly PodGroup[];
  readonly policies: readonly Policy[];
  private readonly byNamespace: ReadonlyMap<string, readonly PodGroup[]>;
  private readonly byPath: ReadonlyMap<string, readonly PodGroup[]>;
  private readonly onHosts: readonly PodGroup[];
  private readonly places: ReadonlyMap<PodGroup, number>;
  private allFlows?: readonly Flow[];
  private readonly podNetwork: readonly Range[];
  private readonly sides: Readonly<Record<Direction, Map<PodGroup, Side>>>;

  constructor(model: Model) {
    this.namespaces = namespacesOf(model);
    this.groups = podGroups(model, this.namespaces);
    this.byNamespace = grouped(this.groups, ({ namespace }) => namespace);
    this.byPath = grouped(this.groups, ({ path }) => path);
    this.onHosts = this.groups.filter(({ onHost }) => onHost);
    this.places = new Map(this.groups.map((group, index) => [group, index]));
    this.podNetwork = rangesOf([model.platform.network.pods]);
    this.policies = networkPolicies(model).map((policy) => ({
      ...policy,
      selected: this.podsIn(policy.namespace, policy.pods),
    }));
    this.sides = { ingress: this.closed(), egress: this.closed() };
    for (const policy of this.policies) {
      for (const direction of policy.directions) this.apply(policy, direction);
    }
  }

  /** What may pass from one group to another; empty where nothing may. */
  ports(from: PodGroup, to: PodGroup): readonly PortRange[] {
    const both = common(allowed(this.side('egress', from), to), allowed(this.side('ingress', to), from));
    return common(both, opened(to));
  }

  /** All that may pass between different groups, in the order of the groups. */
  flows(): readonly Flow[] {
    this.allFlows ??= this.groups.flatMap((from) =>
      this.spokenTo(from).flatMap((to): Flow[] => {
        const ports = from === to ? [] : this.ports(from, to);
        return ports.length > 0 ? [{ from, to, ports }] : [];
      }),
    );
    return this.allFlows;
  }

  /** The groups of a namespace, in their order. */
  groupsIn(namespace: string): readonly PodGroup[] {
    return this.byNamespace.get(namespace) ?? [];
  }

  /** The group of the pods that stand at a construct path; undefined where none do. */
  groupAt(path: string): PodGroup | undefined {
    return this.byPath.get(path)?.[0];
  }

  /** The addresses that a group may talk to. */
  addresses(from: PodGroup): readonly AllowedAddresses[] {
    const side = this.side('egress', from);
    return side.open ? [everywhere] : side.addresses;
  }

  /** The ports that a group may talk to at some of these addresses, as its own policies have it. */
  portsAt(from: PodGroup, ranges: readonly Range[]): readonly PortRange[] {
    return this.addresses(from)
      .filter((allowed) => overlaps(allowed.ranges, ranges))
      .flatMap(({ ports }) => ports);
  }

  /** Whether no policy holds what a group does in a direction. */
  isOpen(group: PodGroup, direction: Direction): boolean {
    return this.side(direction, group).open;
  }

  /** The groups that one peer of a rule means; undefined for addresses. */
  peers(policy: Policy, { block, pods, namespaces }: Peer): readonly PodGroup[] | undefined {
    if (block) return undefined;
    if (!pods && !namespaces) return [];
    const names = namespaces ? this.selectedNamespaces(namespaces) : [policy.namespace];
    return names.flatMap((name) => this.podsIn(name, pods ?? everything));
  }

  private podsIn(namespace: string, selector: Selector): readonly PodGroup[] {
    const groups = this.groupsIn(namespace).filter(({ onHost }) => !onHost);
    return groups.filter(({ labels }) => selects(selector, labels));
  }

  /** The groups that one's own policies let it speak to, in the order of the groups; most are let speak to few. */
  private spokenTo(from: PodGroup): readonly PodGroup[] {
    const { open, pods } = this.side('egress', from);
    return open ? this.groups : [...pods.keys()].sort((a, b) => this.placeOf(a) - this.placeOf(b));
  }

  private placeOf(group: PodGroup): number {
    return this.places.get(group) as number;
  }

  private selectedNamespaces(selector: Selector): readonly string[] {
    const named = this.namespaces.get(selector.labels[nameLabel] ?? '');
    const possible = nameLabel in selector.labels ? (named ? [named] : []) : [...this.namespaces.values()];
    return possible.filter(({ labels }) => selects(selector, labels)).map(({ name }) => name);
  }

  private closed(): Map<PodGroup, Side> {
    return new Map(this.groups.map((group) => [group, { open: true, pods: new Map(), addresses: [] }]));
  }

  private side(direction: Direction, group: PodGroup): Side {
    return this.sides[direction].get(group) as Side;
  }

  private apply(policy: Policy, direction: Direction): void {
    for (const group of policy.selected) this.side(direction, group).open = false;
    for (const rule of policy.rules[direction]) {
      if (rule.peers.length === 0) this.allowAddresses(policy, direction, rule, [everyAddress]);
      for (const peer of rule.peers) {
        if (peer.block) this.allowAddresses(policy, direction, rule, peer.block);
        else this.allowPods(policy, direction, rule, this.peers(policy, peer) ?? []);
      }
    }
  }

  private allowPods(policy: Policy, direction: Direction, rule: Rule, others: readonly PodGroup[]): void {
    for (const group of policy.selected) {
      const { pods } = this.side(direction, group);
      for (const other of others) {
        const ports = ruledPorts(rule.ports, (direction === 'egress' ? other : group).ports);
        if (ports.length > 0) pods.set(other, [...(pods.get(other) ?? []), ...ports]);
      }
    }
  }

  private allowAddresses(policy: Policy, direction: Direction, rule: Rule, ranges: readonly Range[]): void {
    for (const group of policy.selected) {
      const ports = ruledPorts(rule.ports, direction === 'egress' ? [] : group.ports);
      if (ports.length > 0) this.side(direction, group).addresses.push({ ranges, ports });
    }
    this.allowPods(policy, direction, rule, this.groupsAt(ranges, direction));
  }

  /**
   * The groups whose packets may go to, or come from, some of these addresses; which pod has which nobody knows beforehand. To the
   * pods of another machine, a machine comes from its own address in the pod network; of its own pods no policy is asked.
   */
  private groupsAt(ranges: readonly Range[], direction: Direction): readonly PodGroup[] {
    const onPods = overlaps(ranges, this.podNetwork);
    const possible = onPods ? this.groups : this.onHosts;
    return possible.filter(({ onHost, machines }) =>
      onHost && direction === 'egress' ? overlaps(ranges, rangesOf(machines.map(({ mesh }) => mesh))) : onPods,
    );
  }
}

/** The network of a model, computed once. */
export const networkOf: (model: Model) => Network = once((model) => new Network(model));

/** No policy stands before pods on the machine's network: the ports that they do not open are the machine's, not theirs. */
function opened({ onHost, ports }: PodGroup): readonly PortRange[] {
  return onHost ? ports.map(({ number, protocol }) => ({ protocol, first: number, last: number })) : everyPort;
}

function allowed(side: Side, other: PodGroup): readonly PortRange[] {
  return side.open ? everyPort : (side.pods.get(other) ?? []);
}
