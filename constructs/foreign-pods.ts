import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { Machine, Resources } from '../platform/types.ts';
import { ResourceClaim } from './claim.ts';
import { Edge } from './edge.ts';
import type { Endpoint, Peer, Pods } from './endpoint.ts';
import { platformOf, serverOf } from './platform-app.ts';

export interface ForeignPodsProps {
  readonly name: string;
  readonly pods: Pods;
  readonly ports?: readonly number[];
  readonly machine: Machine;
  readonly resources: Resources;
  readonly reaches?: readonly Endpoint[];
  /** Port that the Kubernetes API server calls: an admission webhook. */
  readonly calledByApi?: number;
}

/** Pods that a Helm chart makes: we know their labels, ports and size, and hold their edges and their claim. */
export class ForeignPods extends Construct implements Endpoint {
  readonly name: string;
  readonly pods: Pods;
  readonly ports: readonly number[];

  constructor(scope: Construct, id: string, props: ForeignPodsProps) {
    super(scope, id);
    this.name = props.name;
    this.pods = props.pods;
    this.ports = props.ports ?? [];
    new ResourceClaim(this, 'claim', { machine: props.machine, resources: props.resources });
    for (const endpoint of props.reaches ?? []) {
      new Edge(this, `to-${endpoint.name}`, { from: { name: props.name, ...props.pods }, to: endpoint });
    }
    if (props.calledByApi !== undefined) this.admitApi(props.calledByApi);
  }

  private admitApi(port: number): void {
    const { mesh } = serverOf(platformOf(this));
    new k8s.KubeNetworkPolicy(this, 'from-api', {
      metadata: { name: `kubernetes-api-to-${this.name}`, namespace: this.pods.namespace },
      spec: {
        podSelector: { matchLabels: this.pods.labels },
        policyTypes: ['Ingress'],
        ingress: [
          {
            from: [{ ipBlock: { cidr: `${mesh}/32` } }],
            ports: [{ port: k8s.IntOrString.fromNumber(port), protocol: 'TCP' }],
          },
        ],
      },
    });
  }

  get peers(): readonly Peer[] {
    return [{ pods: this.pods, ports: this.ports.map((port) => ({ port })) }];
  }
}
