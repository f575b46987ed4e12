import type { Platform } from '../../../platform/types.ts';
import { type Inventory, yamlText } from '../../index.ts';
import { scrapeJobs } from './metrics/scrape.ts';

export interface PrometheusConfigProps {
  readonly platform: Platform;
  readonly inventory: Inventory;
  /** `host:port` of each. */
  readonly alertmanager: string;
  readonly blackbox: string;
  readonly rulesFile: string;
}

/** @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/ */
export function prometheusConfig(props: PrometheusConfigProps): string {
  const { platform, inventory, alertmanager, blackbox, rulesFile } = props;
  return yamlText({
    global: { scrape_interval: '30s', evaluation_interval: '30s', external_labels: { platform: platform.name } },
    alerting: { alertmanagers: [{ static_configs: [{ targets: [alertmanager] }] }] },
    rule_files: [rulesFile],
    scrape_configs: scrapeJobs(platform, inventory, blackbox).map(({ config }) => config),
  });
}
