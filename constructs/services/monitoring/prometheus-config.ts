import { yamlText } from '../../index.ts';
import type { ScrapeJob } from './metrics/scrape-job.ts';

/** Where Prometheus finds its files. */
export const paths = {
  config: '/etc/prometheus/prometheus.yml',
  rules: '/etc/prometheus/rules.yml',
  data: '/prometheus',
} as const;

/** A month, or what fits into the volume: the log and what is about to be compacted come on top. */
export const flags = (volumeGibibytes: number): readonly string[] => [
  `--config.file=${paths.config}`,
  `--storage.tsdb.path=${paths.data}`,
  '--storage.tsdb.retention.time=30d',
  `--storage.tsdb.retention.size=${Math.floor(volumeGibibytes * 0.75)}GB`,
];

export interface PrometheusConfigProps {
  /** Name of the platform, for who reads several. */
  readonly platform: string;
  readonly jobs: readonly ScrapeJob[];
  /** Its host and port. */
  readonly alertmanager: string;
}

/** @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/ */
export function prometheusConfig({ platform, jobs, alertmanager }: PrometheusConfigProps): string {
  return yamlText({
    global: { scrape_interval: '30s', evaluation_interval: '30s', external_labels: { platform } },
    alerting: { alertmanagers: [{ static_configs: [{ targets: [alertmanager] }] }] },
    rule_files: [paths.rules],
    scrape_configs: jobs.map(({ config }) => config),
  });
}
