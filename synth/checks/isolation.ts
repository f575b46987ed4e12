import type { Finding } from '../model/finding.ts';
import type { Model } from '../model/model.ts';
import { type Direction, type Network, networkOf, type Policy } from '../reading/network.ts';
import type { PodGroup } from '../reading/pod-groups.ts';
import { type OpenPort, opens, readablePorts, ruledPorts } from '../reading/port-ranges.ts';
import { isEmpty, readableSelector } from '../reading/selector.ts';
import { type Json, podTemplates, written } from '../reading/written.ts';

/** Pods that cert-manager makes for minutes; no template of ours bears their label. */
const solverLabel = 'acme.cert-manager.io/http01-solver';

/** Check 4: namespaces that do not deny by default, and policies that lead nowhere. */
export function isolation(model: Model): readonly Finding[] {
  const network = networkOf(model);
  return [
    ...openNamespaces(model, network),
    ...strayPods(model, network),
    ...network.policies.flatMap((policy) => [
      ...undeclared(network, policy),
      ...(network.namespaces.has(policy.namespace) ? [...idle(policy), ...deadRules(network, policy)] : []),
    ]),
  ];
}

function openNamespaces(model: Model, network: Network): readonly Finding[] {
  return written(model, 'Namespace').flatMap(({ path, manifest }) => {
    const { name } = manifest.metadata;
    const policies = network.policies.filter(({ namespace }) => namespace === name);
    const open = (['ingress', 'egress'] as const).filter(
      (direction) => !policies.some((policy) => denies(policy, direction)),
    );
    if (open.length === 0) return [];
    return [
      {
        check: 4,
        where: path,
        what: `namespace '${name}' does not deny ${open.join(' and ')} by default`,
        got: policies.map((policy) => policy.name).join(', ') || 'no policy at all',
        cure: 'write a policy with an empty podSelector, both policyTypes and no rule',
      },
    ];
  });
}

function denies({ spec, directions }: Policy, direction: Direction): boolean {
  return isEmpty(spec.podSelector) && directions.includes(direction) && (spec[direction] ?? []).length === 0;
}

function strayPods(model: Model, network: Network): readonly Finding[] {
  return podTemplates(model)
    .filter(({ namespace }) => !network.namespaces.has(namespace))
    .map(({ path, namespace }) => nobodyDeclares(path, 'pods', namespace, network));
}

function undeclared(network: Network, { path, namespace }: Policy): readonly Finding[] {
  return network.namespaces.has(namespace) ? [] : [nobodyDeclares(path, 'a policy', namespace, network)];
}

function nobodyDeclares(where: string, what: string, namespace: string, network: Network): Finding {
  return {
    check: 4,
    where,
    what: `${what} in a namespace that nobody declares`,
    got: `'${namespace}' (declared: ${[...network.namespaces.keys()].join(', ')})`,
    cure: 'add its chart to charts/index.ts, or point at pods of a namespace that exists in this phase',
  };
}

function idle({ path, spec, selected }: Policy): readonly Finding[] {
  if (selected.length > 0 || isEmpty(spec.podSelector) || namesSolver(spec.podSelector)) return [];
  return [
    {
      check: 4,
      where: path,
      what: 'a policy selects no pod at all',
      got: readableSelector(spec.podSelector),
      cure: 'compare its labels with the pods of its namespace; pods of a Helm chart are declared as ForeignPods',
    },
  ];
}

function namesSolver({ matchLabels = {}, matchExpressions = [] }: Json): boolean {
  return solverLabel in matchLabels || matchExpressions.some(({ key }: Json) => key === solverLabel);
}

function deadRules(network: Network, policy: Policy): readonly Finding[] {
  return [
    ...(policy.spec.egress ?? []).flatMap((rule: Json) => deadEgress(network, policy, rule)),
    ...(policy.spec.ingress ?? []).flatMap((rule: Json) => deadIngress(network, policy, rule)),
  ];
}

function deadEgress(network: Network, policy: Policy, rule: Json): readonly Finding[] {
  return (rule.to ?? []).flatMap((peer: Json): readonly Finding[] => {
    const groups = network.peers(policy, peer);
    if (!groups || namesSolver(peer.podSelector ?? {})) return [];
    return groups.length === 0 ? [nobody(policy, peer, 'leads to')] : closedPorts(policy, rule, groups);
  });
}

function deadIngress(network: Network, policy: Policy, rule: Json): readonly Finding[] {
  const strangers = (rule.from ?? []).flatMap((peer: Json): readonly Finding[] => {
    const groups = network.peers(policy, peer);
    return groups?.length === 0 && !namesSolver(peer.podSelector ?? {}) ? [nobody(policy, peer, 'lets in')] : [];
  });
  const any = policy.selected.length === 0 || isEmpty(policy.spec.podSelector);
  return any ? strangers : [...strangers, ...closedPorts(policy, rule, policy.selected)];
}

function nobody({ path, namespace }: Policy, peer: Json, verb: string): Finding {
  const where = peer.namespaceSelector ? readableSelector(peer.namespaceSelector) : namespace;
  return {
    check: 4,
    where: path,
    what: `an edge ${verb} pods that nobody runs`,
    got: `pods ${readableSelector(peer.podSelector)} in ${where}`,
    cure: 'compare the labels with what runs there; pods of a Helm chart are declared as ForeignPods',
  };
}

function closedPorts({ path }: Policy, rule: Json, groups: readonly PodGroup[]): readonly Finding[] {
  const open: readonly OpenPort[] = groups.flatMap(({ ports }) => ports);
  const names = groups.map(({ id }) => id).join(', ');
  return (rule.ports ?? [])
    .filter((port: Json) => port.port !== undefined)
    .filter((port: Json) => !ruledPorts([port], open).some((range) => opens(open, range)))
    .map(({ port, protocol = 'TCP' }: Json) => ({
      check: 4,
      where: path,
      what: 'an edge to a port that nobody opens',
      got: `${protocol.toLowerCase()}/${port} of ${names}, which open ${openText(open)}`,
      cure: 'name the port that the container listens on (not the Service), or open it in ports',
    }));
}

function openText(open: readonly OpenPort[]): string {
  return readablePorts(open.map(({ number, protocol }) => ({ protocol, first: number, last: number }))) || 'none';
}
