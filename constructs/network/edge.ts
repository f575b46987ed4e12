import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { cidr } from '../../platform/values/addresses.ts';
import { port } from '../../platform/values/numbers.ts';
import { taken } from '../facts/taken.ts';
import type { Endpoint, EndpointPort, NamedPods, Peer, Pods } from './endpoint.ts';

export interface EdgeProps {
  readonly from: NamedPods;
  readonly to: Endpoint;
}

/**
 * Traffic that is allowed: the caller declares it, both halves of the NetworkPolicy follow. The caller's half is called
 * `from-to-to`; the target's half bears the same name in the target's namespace, with `-ingress` behind it.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export class Edge extends Construct {
  readonly from: NamedPods;
  readonly to: Endpoint;

  constructor(scope: Construct, id: string, props: EdgeProps) {
    super(scope, id);
    this.from = props.from;
    this.to = props.to;
    this.takePeers();
    if (props.from.guarded) this.egress();
    for (const [index, peer] of props.to.peers.entries()) {
      if (peer.pods?.guarded) this.ingress(index, peer.pods, peer.ports);
    }
  }

  private takePeers(): void {
    for (const peer of this.to.peers) {
      for (const range of [...(peer.cidrs ?? []), ...(peer.except ?? [])]) taken(this, this.to.name, cidr, range);
      for (const open of peer.ports) taken(this, this.to.name, port, open.port);
    }
  }

  private get policyName(): string {
    return `${this.from.name}-to-${this.to.name}`;
  }

  private egress(): void {
    new k8s.KubeNetworkPolicy(this, 'egress', {
      metadata: { name: this.policyName, namespace: this.from.namespace },
      spec: {
        podSelector: { matchLabels: this.from.labels },
        policyTypes: ['Egress'],
        egress: this.to.peers.map((peer) => ({ to: targets(peer), ports: ports(peer.ports) })),
      },
    });
  }

  private ingress(index: number, target: Pods, open: readonly EndpointPort[]): void {
    new k8s.KubeNetworkPolicy(this, `ingress${index || ''}`, {
      metadata: { name: `${this.policyName}-ingress${index || ''}`, namespace: target.namespace },
      spec: {
        podSelector: { matchLabels: target.labels },
        policyTypes: ['Ingress'],
        ingress: [{ from: [podPeer(this.from)], ports: ports(open) }],
      },
    });
  }
}

function targets(peer: Peer): k8s.NetworkPolicyPeer[] {
  const blocks = (peer.cidrs ?? []).map((cidr) => ({
    ipBlock: { cidr, ...(peer.except && { except: [...peer.except] }) },
  }));
  return peer.pods ? [podPeer(peer.pods), ...blocks] : blocks;
}

/** Pods of one namespace, as a policy names them. */
export function podPeer({ namespace, labels }: Pick<Pods, 'namespace' | 'labels'>): k8s.NetworkPolicyPeer {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    podSelector: { matchLabels: labels },
  };
}

function ports(open: readonly EndpointPort[]): k8s.NetworkPolicyPort[] {
  return open.map(({ port, protocol }) => ({ port: k8s.IntOrString.fromNumber(port), protocol: protocol ?? 'TCP' }));
}
