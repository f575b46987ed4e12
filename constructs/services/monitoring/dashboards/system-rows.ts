import type { JobKind } from '../metrics/metric-catalog.ts';
import { rate, series } from '../metrics/promql.ts';
import type { Panel, Row } from './panel.ts';

/** Panels about a page that not every phase and engine has. */
const byJob: Readonly<Partial<Record<JobKind, readonly Panel[]>>> = {
  'node-exporter': [
    {
      title: 'Mail queue',
      kind: 'timeseries',
      width: 12,
      unit: 'short',
      queries: [{ expr: `sum by (machine, queue) (${series('uyoop_mail_queue_messages')})`, legend: '{{queue}}' }],
    },
  ],
  crowdsec: [
    {
      title: 'CrowdSec: addresses banned',
      kind: 'timeseries',
      width: 12,
      unit: 'short',
      queries: [
        {
          expr: `sum by (machine, origin) (${series('cs_active_decisions', { action: 'ban' })})`,
          legend: '{{origin}} ({{machine}})',
        },
      ],
    },
  ],
  traefik: [
    {
      title: 'Requests, by answer',
      kind: 'timeseries',
      width: 12,
      unit: 'reqps',
      queries: [
        {
          expr: `sum by (exported_service, code) (${rate('traefik_service_requests_total')})`,
          legend: '{{exported_service}} {{code}}',
        },
      ],
    },
    {
      title: 'Time to answer, mean',
      kind: 'timeseries',
      width: 12,
      unit: 's',
      queries: [
        {
          expr: `sum by (exported_service) (${rate('traefik_service_request_duration_seconds_sum')}) / sum by (exported_service) (${rate('traefik_service_request_duration_seconds_count')})`,
          legend: '{{exported_service}}',
        },
      ],
    },
  ],
  'flux-operator': [
    {
      title: 'Flux: not reconciled',
      kind: 'table',
      width: 24,
      queries: [{ expr: `${series('flux_resource_info', { ready: { not: 'True' } })} == 1` }],
    },
    {
      title: 'Flux: what is where',
      kind: 'table',
      width: 24,
      queries: [
        {
          expr: `sum by (kind, exported_namespace, name, ready, reason, revision) (${series('flux_resource_info', { kind: { like: 'Kustomization|HelmRelease|GitRepository' } })})`,
        },
      ],
    },
  ],
  'argocd-application-controller': [
    {
      title: 'Argo CD: applications',
      kind: 'table',
      width: 24,
      queries: [{ expr: `sum by (name, sync_status, health_status) (${series('argocd_app_info')})` }],
    },
  ],
};

const rows: readonly { readonly title: string; readonly kinds: readonly JobKind[] }[] = [
  { title: 'Web', kinds: ['traefik'] },
  { title: 'Mail and perimeter', kinds: ['node-exporter', 'crowdsec'] },
  { title: 'GitOps', kinds: ['flux-operator', 'argocd-application-controller'] },
];

export function systemRows(scraped: ReadonlySet<JobKind>): readonly Row[] {
  return rows.flatMap(({ title, kinds }) => {
    const panels = kinds.flatMap((kind) => (scraped.has(kind) ? (byJob[kind] ?? []) : []));
    return panels.length > 0 ? [{ title, panels }] : [];
  });
}
