import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { Machine, Resources } from '../../platform/types.ts';
import { count, port } from '../../platform/values/numbers.ts';
import { ResourceClaim } from '../facts/claim.ts';
import { platformOf, serverOf } from '../facts/platform-app.ts';
import { taken } from '../facts/taken.ts';
import { Edge } from '../network/edge.ts';
import type { Endpoint, Peer, Pods } from '../network/endpoint.ts';
import { MetricsTarget, metricsService } from './metrics.ts';
import { takeResources } from './taken-props.ts';

export interface ForeignPodsProps {
  readonly name: string;
  readonly pods: Pods;
  readonly ports?: readonly number[];
  readonly machine: Machine;
  readonly resources: Resources;
  /** How many run at once; default: one. */
  readonly replicas?: number;
  readonly reaches?: readonly Endpoint[];
  /** Port that the Kubernetes API server calls: an admission webhook. */
  readonly calledByApi?: number;
  readonly metrics?: ForeignPage;
}

/** A page of metrics that somebody else's pods serve. */
export interface ForeignPage {
  readonly port: number;
  /** Who makes the Service before it. Default: the chart, by the name of the pods. */
  readonly service?: 'chart' | 'ours';
}

/** The share of what is claimed elsewhere, or runs once and is gone. */
export const noShare: Resources = { cpu: '0', memory: '0Mi' };

/**
 * Pods that somebody else makes, a Helm chart or a CI runner: we know their labels, ports and size, and hold their edges
 * and their claim.
 */
export class ForeignPods extends Construct implements Endpoint {
  readonly name: string;
  readonly pods: Pods;
  readonly ports: readonly number[];

  constructor(scope: Construct, id: string, props: ForeignPodsProps) {
    super(scope, id);
    this.name = props.name;
    this.pods = props.pods;
    this.ports = props.ports ?? [];
    if (props.resources !== noShare) takeResources(this, props);
    if (props.replicas !== undefined) taken(this, 'replicas', count, props.replicas);
    if (props.calledByApi !== undefined) taken(this, 'calledByApi', port, props.calledByApi);
    new ResourceClaim(this, 'claim', props);
    for (const endpoint of props.reaches ?? []) this.reach(endpoint);
    if (props.calledByApi !== undefined) this.admitApi(props.calledByApi);
    if (props.metrics) this.measure(props.machine, props.metrics);
  }

  /** Lets these pods talk to `endpoint`. */
  reach(endpoint: Endpoint): Edge {
    return new Edge(this, `to-${endpoint.name}`, { from: { name: this.name, ...this.pods }, to: endpoint });
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

  private measure(machine: Machine, { port, service = 'chart' }: ForeignPage): void {
    const owner = { name: this.name, pods: this.pods, ports: { metrics: port }, machine };
    if (service === 'ours') metricsService(this, 'metrics-service', owner);
    new MetricsTarget(this, 'metrics', { owner, metrics: {} });
  }

  get peers(): readonly Peer[] {
    return [{ pods: this.pods, ports: this.ports.map((port) => ({ port })) }];
  }
}
