import { machineMetrics } from './machine-metrics.ts';

/** What is scraped from one kind of page, and which of its metrics we rely on. */
export interface CatalogEntry {
  readonly metrics: readonly string[];
  /** Everything else on the page is dropped: it would be many times what we ask for. */
  readonly only?: true;
}

const containers = [
  'container_cpu_usage_seconds_total',
  'container_memory_working_set_bytes',
  'container_spec_memory_limit_bytes',
  'container_start_time_seconds',
] as const;

/**
 * Every metric that an alert or a dashboard may name, by the job that brings it. A name that is not here does not compile;
 * a test holds that the job is scraped in every phase that uses it. Names were read in the source of each exporter.
 */
export const catalog = {
  /** @see https://github.com/prometheus/node_exporter */
  'node-exporter': { metrics: machineMetrics },
  /** On K3s's server this page holds the whole control plane. @see https://kubernetes.io/docs/reference/instrumentation/metrics/ */
  kubelet: {
    metrics: [
      'kubelet_running_pods',
      'kubelet_volume_stats_used_bytes',
      'kubelet_volume_stats_capacity_bytes',
      // Of the control plane: without a namespace, and not there before the first job has ended.
      'job_controller_jobs_finished_total',
    ],
    only: true,
  },
  'kubelet-cadvisor': { metrics: containers, only: true },
  'kubelet-probes': { metrics: ['prober_probe_total'], only: true },
  /** Mailcow's containers. @see https://github.com/google/cadvisor/blob/master/docs/storage/prometheus.md */
  'docker-cadvisor': { metrics: containers, only: true },
  /** @see https://docs.crowdsec.net/docs/observability/prometheus/ */
  crowdsec: { metrics: ['cs_active_decisions'] },
  /** @see https://github.com/prometheus/blackbox_exporter */
  blackbox: {
    metrics: ['probe_success', 'probe_duration_seconds', 'probe_http_status_code', 'probe_ssl_earliest_cert_expiry'],
  },
  prometheus: {
    metrics: [
      'prometheus_rule_evaluation_failures_total',
      'prometheus_notifications_dropped_total',
      'prometheus_tsdb_head_series',
    ],
  },
  alertmanager: { metrics: ['alertmanager_notifications_failed_total'] },
  /** @see https://doc.traefik.io/traefik/observability/metrics/prometheus/ */
  traefik: {
    metrics: [
      'traefik_service_requests_total',
      'traefik_service_request_duration_seconds_sum',
      'traefik_service_request_duration_seconds_count',
    ],
    only: true,
  },
  /** @see https://fluxoperator.dev/docs/instance/monitoring/ */
  'flux-operator': { metrics: ['flux_resource_info'] },
  /** @see https://argo-cd.readthedocs.io/en/stable/operator-manual/metrics/ */
  'argocd-application-controller': { metrics: ['argocd_app_info'], only: true },
  /** @see https://grafana.com/docs/loki/latest/operations/observability/ */
  loki: { metrics: ['loki_discarded_samples_total', 'loki_distributor_lines_received_total'] },
} as const satisfies Record<string, CatalogEntry>;

export type JobKind = keyof typeof catalog;

/** What Prometheus itself makes: of every scrape, of every alert, and of the facts in the model. */
export const ownMetrics = ['up', 'ALERTS', 'uyoop:volume_size_bytes', 'uyoop:backup_maximum_age_seconds'] as const;

export type MetricName = (typeof catalog)[JobKind]['metrics'][number] | (typeof ownMetrics)[number];

export function catalogOf(kind: string): CatalogEntry | undefined {
  return Object.hasOwn(catalog, kind) ? catalog[kind as JobKind] : undefined;
}
