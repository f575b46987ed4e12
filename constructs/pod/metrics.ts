import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { Machine } from '../../platform/types.ts';
import { clusterHost, landmarks } from '../facts/landmarks.ts';
import { Edge } from '../network/edge.ts';
import { type NamedPods, type Pods, podLabels } from '../network/endpoint.ts';
import type { Metrics } from './pod-props.ts';

/** Prometheus, as the policies of what it reads see it. */
export const prometheusPods: NamedPods = {
  name: landmarks.prometheus.service,
  namespace: landmarks.prometheus.namespace,
  labels: podLabels(landmarks.prometheus.service, 'web'),
  guarded: true,
};

/** What a page of metrics belongs to: a workload of ours, or pods of a chart. */
export interface MetricsOwner {
  readonly name: string;
  readonly pods: Pods;
  readonly ports: Readonly<Record<string, number>>;
  /** The machine that it runs on. */
  readonly machine: Machine;
  /** The name that Prometheus reaches it by; default: the Service of the same name. */
  readonly host?: string;
}

export interface MetricsTargetProps {
  readonly owner: MetricsOwner;
  readonly metrics: Metrics;
}

/** A page that Prometheus reads: the scrape job follows from it, and the edge that lets Prometheus in. */
export class MetricsTarget extends Construct {
  readonly job: string;
  readonly namespace: string;
  readonly machine: Machine;
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly scheme: 'http' | 'https';

  constructor(scope: Construct, id: string, { owner, metrics }: MetricsTargetProps) {
    super(scope, id);
    const open = new Map(Object.entries(owner.ports));
    const [first = ''] = open.keys();
    const port = open.get(metrics.port ?? first);
    if (port === undefined)
      throw new Error(
        `${this.node.path}: metrics are read from port '${metrics.port ?? first}', which '${owner.name}' does not open; use one of ${[...open.keys()].join(', ')}`,
      );
    this.job = owner.name;
    this.namespace = owner.pods.namespace;
    this.machine = owner.machine;
    this.host = owner.host ?? clusterHost({ namespace: this.namespace, service: owner.name });
    this.port = port;
    this.path = metrics.path ?? '/metrics';
    this.scheme = metrics.scheme ?? 'http';
    const to = { name: owner.name, peers: [{ pods: owner.pods, ports: [{ port }] }] };
    new Edge(this, 'edge', { from: prometheusPods, to });
  }
}

/** A Service of ours before a page of metrics that a chart's pods serve and its own Services do not. */
export function metricsService(
  scope: Construct,
  id: string,
  { name, pods, ports }: Omit<MetricsOwner, 'machine'>,
): void {
  new k8s.KubeService(scope, id, {
    metadata: { name, namespace: pods.namespace },
    spec: {
      selector: { ...pods.labels },
      ports: Object.entries(ports).map(([name, port]) => ({
        name,
        port,
        targetPort: k8s.IntOrString.fromNumber(port),
      })),
    },
  });
}
