import type { Machine } from '../../../../platform/types.ts';
import { catalogOf, type JobKind } from './metric-catalog.ts';

/** A job of Prometheus, and the kind of page that it reads. */
export interface ScrapeJob {
  readonly name: string;
  /** Its entry in the catalog; a page that we rely on nothing of has none. */
  readonly kind?: JobKind;
  readonly config: Readonly<Record<string, unknown>>;
}

export interface ScrapeJobProps {
  /** Default: the kind. */
  readonly name?: string;
  /** As Prometheus names it. @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config */
  readonly config: object;
  /** What becomes of the labels that a page brings. */
  readonly relabel?: readonly object[];
}

/** A job for pages of one kind. Of a page that is many times what we ask for, everything else is dropped. */
export function scrapeJob(kind: JobKind, { name = kind, config, relabel = [] }: ScrapeJobProps): ScrapeJob {
  const entry = catalogOf(kind);
  const only = entry?.only ? [{ source_labels: ['__name__'], regex: entry.metrics.join('|'), action: 'keep' }] : [];
  const kept = [...only, ...relabel];
  return {
    name,
    ...(entry && { kind }),
    config: { job_name: name, ...config, ...(kept.length > 0 && { metric_relabel_configs: kept }) },
  };
}

/** The labels that every target bears: what is measured, and where. */
export interface TargetLabels {
  readonly namespace: string;
  readonly service: string;
  readonly runtime?: 'k3s' | 'docker';
}

/** A port of a machine's mesh address. */
export function machineTarget({ mesh, name }: Machine, port: number, labels: TargetLabels) {
  return { targets: [`${mesh}:${port}`], labels: { machine: name, ...labels } };
}
