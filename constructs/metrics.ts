import { Construct } from 'constructs';
import { Edge } from './edge.ts';
import type { Pods } from './endpoint.ts';
import type { Metrics } from './pod.ts';

/** Prometheus, as the policies of what it reads see it. */
export const prometheusPods: Pods = {
  namespace: 'monitoring',
  labels: { 'app.kubernetes.io/name': 'prometheus', 'app.kubernetes.io/component': 'web' },
  guarded: true,
};

/** What a page of metrics belongs to: a workload of ours, or pods of a chart. */
export interface MetricsOwner {
  readonly name: string;
  readonly pods: Pods;
  readonly ports: Readonly<Record<string, number>>;
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
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly scheme: 'http' | 'https';

  constructor(scope: Construct, id: string, { owner, metrics }: MetricsTargetProps) {
    super(scope, id);
    const port = owner.ports[metrics.port ?? Object.keys(owner.ports)[0] ?? ''];
    if (port === undefined)
      throw new Error(`${this.node.path}: metrics are read from a port that '${owner.name}' does not open`);
    this.job = owner.name;
    this.namespace = owner.pods.namespace;
    this.host = owner.host ?? `${owner.name}.${owner.pods.namespace}.svc.cluster.local`;
    this.port = port;
    this.path = metrics.path ?? '/metrics';
    this.scheme = metrics.scheme ?? 'http';
    const to = { name: owner.name, peers: [{ pods: owner.pods, ports: [{ port }] }] };
    new Edge(this, 'edge', { from: { name: 'prometheus', ...prometheusPods }, to });
  }
}
