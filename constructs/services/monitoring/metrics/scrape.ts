import type { Machine, Platform } from '../../../../platform/types.ts';
import { type Inventory, type MetricsTarget, machinesOf } from '../../../index.ts';
import { kubeletPort, listedPages, nodeExporterPort, pagesOf } from './machine-ports.ts';
import { catalogOf, type JobKind } from './metric-catalog.ts';
import { mailProbes, webProbes } from './probes.ts';

/** A job of Prometheus, and the kind of page that it reads. */
export interface ScrapeJob {
  readonly name: string;
  /** Its entry in the catalog; a page that we rely on nothing of has none. */
  readonly kind?: JobKind;
  readonly config: Readonly<Record<string, unknown>>;
}

const serviceAccount = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Every job, wholly derived: what machines serve, what services declare, what is exposed. */
export function scrapeJobs(platform: Platform, inventory: Inventory, blackbox: string): readonly ScrapeJob[] {
  const machines = machinesOf(platform);
  return [
    ...machineJobs(machines),
    ...kubeletJobs(machines),
    ...inventory.metricsTargets.map(declared),
    probes(platform, inventory, blackbox),
  ];
}

function machineJobs(machines: readonly Machine[]): readonly ScrapeJob[] {
  // The textfile collector's series carry the namespace that they speak of.
  const own = job('node-exporter', {
    honor_labels: true,
    static_configs: machines.map((machine) => target(machine, nodeExporterPort, 'node-agents', 'node-exporter')),
  });
  const listed = Object.entries(listedPages).flatMap(([owner, kind]) => {
    const targets = machines.flatMap((machine) =>
      pagesOf(machine)
        .filter((page) => page.owner === owner)
        .map(({ port }) =>
          target(machine, port, 'host', kind, kind === 'docker-cadvisor' ? { runtime: 'docker' } : {}),
        ),
    );
    const relabel = kind === 'docker-cadvisor' ? composeLabels : [];
    return targets.length > 0 ? [job(kind, { static_configs: targets }, relabel)] : [];
  });
  return [own, ...listed];
}

function target(machine: Machine, port: number, namespace: string, service: string, more = {}) {
  return { targets: [`${machine.mesh}:${port}`], labels: { machine: machine.name, namespace, service, ...more } };
}

function kubeletJobs(machines: readonly Machine[]): readonly ScrapeJob[] {
  const pages = { kubelet: '/metrics', 'kubelet-cadvisor': '/metrics/cadvisor', 'kubelet-probes': '/metrics/probes' };
  return Object.entries(pages).map(([kind, metrics_path]) =>
    job(
      kind as JobKind,
      {
        honor_labels: true,
        scrape_interval: '60s',
        scrape_timeout: '30s',
        metrics_path,
        scheme: 'https',
        authorization: { credentials_file: `${serviceAccount}/token` },
        tls_config: { ca_file: `${serviceAccount}/ca.crt` },
        static_configs: machines.map((machine) =>
          target(machine, kubeletPort, 'kube-system', 'kubelet', { runtime: 'k3s' }),
        ),
      },
      kind === 'kubelet' ? [] : containerLabels,
    ),
  );
}

/** A container bears its service's name; what has none is a sum over a pod, or its sandbox. */
const containerLabels = [
  { source_labels: ['container'], regex: '|POD', action: 'drop' },
  { source_labels: ['container'], target_label: 'service' },
];

/** The same two labels for Docker Compose, so that one query speaks of both runtimes. */
const composeLabels = [
  { source_labels: ['container_label_com_docker_compose_service'], regex: '', action: 'drop' },
  { source_labels: ['container_label_com_docker_compose_service'], target_label: 'service' },
  { source_labels: ['container_label_com_docker_compose_project'], target_label: 'namespace' },
  { regex: 'container_label_.*', action: 'labeldrop' },
];

function declared({ job: service, namespace, host, port, path, scheme, machine }: MetricsTarget): ScrapeJob {
  const labels = { namespace, service, machine: machine.name };
  return job(
    service as JobKind,
    { metrics_path: path, scheme, static_configs: [{ targets: [`${host}:${port}`], labels }] },
    [],
    `${namespace}/${service}`,
  );
}

/** @see https://github.com/prometheus/blackbox_exporter#prometheus-configuration */
function probes(platform: Platform, { exposures }: Inventory, blackbox: string): ScrapeJob {
  const targets = [...webProbes(exposures), ...mailProbes(platform)];
  return job('blackbox', {
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
  });
}

function job(kind: JobKind, config: object, relabel: readonly object[] = [], name: string = kind): ScrapeJob {
  const entry = catalogOf(kind);
  const keep = entry?.only
    ? [{ source_labels: ['__name__'], regex: entry.metrics.join('|'), action: 'keep' }, ...relabel]
    : relabel;
  return {
    name,
    ...(entry && { kind }),
    config: { job_name: name, ...config, ...(keep.length > 0 && { metric_relabel_configs: keep }) },
  };
}
