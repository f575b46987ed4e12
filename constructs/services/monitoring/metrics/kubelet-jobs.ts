import type { Machine } from '../../../../platform/types.ts';
import { kubeletPort } from './machine-ports.ts';
import { machineTarget, type ScrapeJob, scrapeJob } from './scrape-job.ts';

/** Kubelet's three pages: its own, its containers', its probes'. */
export function kubeletJobs(machines: readonly Machine[]): readonly ScrapeJob[] {
  const job = (metrics_path: string) => ({ ...often, metrics_path, ...byToken, static_configs: targets(machines) });
  return [
    scrapeJob('kubelet', { config: job('/metrics') }),
    scrapeJob('kubelet-cadvisor', { config: job('/metrics/cadvisor'), relabel: containerLabels }),
    scrapeJob('kubelet-probes', { config: job('/metrics/probes'), relabel: containerLabels }),
  ];
}

function targets(machines: readonly Machine[]) {
  const labels = { namespace: 'kube-system', service: 'kubelet', runtime: 'k3s' } as const;
  return machines.map((machine) => machineTarget(machine, kubeletPort, labels));
}

const often = { honor_labels: true, scrape_interval: '60s', scrape_timeout: '30s' } as const;

const serviceAccount = '/var/run/secrets/kubernetes.io/serviceaccount';
const byToken = {
  scheme: 'https',
  authorization: { credentials_file: `${serviceAccount}/token` },
  tls_config: { ca_file: `${serviceAccount}/ca.crt` },
} as const;

/** A container bears its service's name; what has none is a sum over a pod, or its sandbox. */
const containerLabels = [
  { source_labels: ['container'], regex: '|POD', action: 'drop' },
  { source_labels: ['container'], target_label: 'service' },
];
