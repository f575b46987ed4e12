import type { Model } from '../model/model.ts';
import { type Range, rangesOf, without } from './addresses.ts';
import { at, type Fields, fieldsOf, isFields, itemsOf, listOf, textOf, textsOf } from './json.ts';
import { once } from './once.ts';
import { type RuledPort, ruledPortOf } from './port-ranges.ts';
import { type Selector, selectorOf } from './selector.ts';
import { type Written, written } from './written.ts';

export type Direction = 'ingress' | 'egress';
export const directions: readonly Direction[] = ['ingress', 'egress'];

/** A NetworkPolicy as it is written. */
export interface WrittenPolicy {
  readonly path: string;
  readonly name: string;
  readonly namespace: string;
  readonly pods: Selector;
  /** The directions that it closes for the pods it selects. */
  readonly directions: readonly Direction[];
  readonly rules: Readonly<Record<Direction, readonly Rule[]>>;
}

export interface Rule {
  /** None: everybody. */
  readonly peers: readonly Peer[];
  /** None: every port. */
  readonly ports: readonly RuledPort[];
}

/** Addresses, or pods by their own labels and those of their namespace; without either label selector it means nobody. */
export interface Peer {
  readonly block?: readonly Range[];
  readonly pods?: Selector;
  readonly namespaces?: Selector;
}

export const networkPolicies: (model: Model) => readonly WrittenPolicy[] = once((model) =>
  written(model, 'NetworkPolicy').map(policyOf),
);

function policyOf({ path, name, namespace, spec }: Written): WrittenPolicy {
  const rules = {
    ingress: itemsOf(at(spec, 'ingress')).map((rule) => ruleOf(rule, 'from')),
    egress: itemsOf(at(spec, 'egress')).map((rule) => ruleOf(rule, 'to')),
  };
  return {
    ...{ path, name, namespace, rules },
    pods: selectorOf(at(spec, 'podSelector')),
    directions: directionsOf(spec, rules.egress.length > 0),
  };
}

/** Without `policyTypes`, a policy is about ingress, and about egress if it has a rule for it. */
function directionsOf(spec: unknown, hasEgress: boolean): readonly Direction[] {
  const types = listOf(at(spec, 'policyTypes'));
  if (types.length > 0) return directions.filter((direction) => types.some((type) => isCalled(type, direction)));
  return hasEgress ? directions : ['ingress'];
}

const isCalled = (type: unknown, direction: Direction): boolean => textOf(type)?.toLowerCase() === direction;

/** What cannot be read means nobody: an empty list would mean everybody. */
function ruleOf(rule: Fields, end: 'from' | 'to'): Rule {
  const peers = rule[end] ?? [];
  return {
    peers: Array.isArray(peers) ? peers.map(peerOf) : [nobody],
    ports: itemsOf(rule['ports']).map(ruledPortOf),
  };
}

const nobody: Peer = {};

function peerOf(peer: unknown): Peer {
  const { ipBlock, podSelector, namespaceSelector } = fieldsOf(peer);
  return {
    block: isFields(ipBlock) ? blockOf(ipBlock) : undefined,
    pods: isFields(podSelector) ? selectorOf(podSelector) : undefined,
    namespaces: isFields(namespaceSelector) ? selectorOf(namespaceSelector) : undefined,
  };
}

const blockOf = ({ cidr, except }: Fields): readonly Range[] =>
  without(rangesOf([textOf(cidr) ?? '']), textsOf(except));
