import type { Machine } from '../../../../platform/types.ts';
import { listedPages, nodeExporterPort, pagesOf } from './machine-ports.ts';
import { machineTarget, type ScrapeJob, scrapeJob, type TargetLabels } from './scrape-job.ts';

/** What is measured of machines and beside K3s: node-exporter on each, and the pages that some of them list. */
export function machineJobs(machines: readonly Machine[]): readonly ScrapeJob[] {
  return [nodeExporter(machines), ...listed(machines)];
}

function nodeExporter(machines: readonly Machine[]): ScrapeJob {
  const labels = { namespace: 'node-agents', service: 'node-exporter' };
  const targets = machines.map((machine) => machineTarget(machine, nodeExporterPort, labels));
  // The textfile collector's series carry the namespace that they speak of.
  return scrapeJob('node-exporter', { config: { honor_labels: true, static_configs: targets } });
}

type ListedPage = (typeof listedPages)[keyof typeof listedPages];

function listed(machines: readonly Machine[]): readonly ScrapeJob[] {
  const pages = machines.flatMap((machine) => pagesOf(machine).map(({ owner, port }) => ({ machine, owner, port })));
  return Object.entries(listedPages).flatMap(([owner, kind]) => {
    const own = pages.filter((page) => page.owner === owner);
    const targets = own.map(({ machine, port }) => machineTarget(machine, port, listedLabels[kind]));
    const relabel = kind === 'docker-cadvisor' ? composeLabels : [];
    return targets.length > 0 ? [scrapeJob(kind, { config: { static_configs: targets }, relabel })] : [];
  });
}

const listedLabels: Readonly<Record<ListedPage, TargetLabels>> = {
  'docker-cadvisor': { namespace: 'host', service: 'docker-cadvisor', runtime: 'docker' },
  crowdsec: { namespace: 'host', service: 'crowdsec' },
};

/** The labels of a container in K3s, for Docker Compose, so that one query speaks of both runtimes. */
const composeLabels = [
  { source_labels: ['container_label_com_docker_compose_service'], regex: '', action: 'drop' },
  { source_labels: ['container_label_com_docker_compose_service'], target_label: 'service' },
  { source_labels: ['container_label_com_docker_compose_project'], target_label: 'namespace' },
  { regex: 'container_label_.*', action: 'labeldrop' },
];
