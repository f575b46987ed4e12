import type { Platform } from '../../../../platform/types.ts';
import { type Inventory, type MetricsTarget, machinesOf } from '../../../index.ts';
import { kubeletJobs } from './kubelet-jobs.ts';
import { machineJobs } from './machine-jobs.ts';
import type { JobKind } from './metric-catalog.ts';
import { mailProbes, webProbes } from './probes.ts';
import { type ScrapeJob, scrapeJob } from './scrape-job.ts';

/** Every job, wholly derived: what machines serve, what services declare, what is exposed. @param blackbox its host and port */
export function scrapeJobs(platform: Platform, inventory: Inventory, blackbox: string): readonly ScrapeJob[] {
  const machines = machinesOf(platform);
  return [
    ...machineJobs(machines),
    ...kubeletJobs(machines),
    ...inventory.metricsTargets.map(declared),
    probes(platform, inventory, blackbox),
  ];
}

function declared({ job: service, namespace, host, port, path, scheme, machine }: MetricsTarget): ScrapeJob {
  const labels = { namespace, service, machine: machine.name };
  const config = { metrics_path: path, scheme, static_configs: [{ targets: [`${host}:${port}`], labels }] };
  return scrapeJob(service as JobKind, { name: `${namespace}/${service}`, config });
}

/** @see https://github.com/prometheus/blackbox_exporter#prometheus-configuration */
function probes(platform: Platform, { exposures }: Inventory, blackbox: string): ScrapeJob {
  const targets = [...webProbes(exposures), ...mailProbes(platform)];
  const config = {
    metrics_path: '/probe',
    scrape_interval: '60s',
    scrape_timeout: '15s',
    static_configs: targets.map(({ module, target, ...labels }) => ({
      targets: [target],
      labels: { __param_module: module, ...labels },
    })),
    relabel_configs: [
      { source_labels: ['__address__'], target_label: '__param_target' },
      { source_labels: ['__param_target'], target_label: 'instance' },
      { target_label: '__address__', replacement: blackbox },
    ],
  };
  return scrapeJob('blackbox', { config });
}
