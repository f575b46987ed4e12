import { table } from '../dashboards/panel.ts';
import { series } from '../metrics/promql.ts';
import type { WatchedSystem } from './system.ts';

/** Whether what Git says is what runs. @see https://argo-cd.readthedocs.io/en/stable/operator-manual/metrics/ */
export const argoCd: WatchedSystem = {
  page: 'argocd-application-controller',
  alerts: [
    {
      name: 'ArgoCdSilent',
      expr: `absent(${series('argocd_app_info')})`,
      for: '30m',
      severity: 'critical',
      summary: 'Argo CD speaks of no Application: nothing of what Git says is applied.',
      action: 'kubectl -n argocd get applications,pods tells whether its root was ever made.',
    },
    {
      name: 'ArgoCdNotSynced',
      // By its name alone: its health and its running operation are labels too, and change while it is tried again.
      expr: `max by (name) (${series('argocd_app_info', { sync_status: { not: 'Synced' } })}) == 1`,
      for: '30m',
      severity: 'warning',
      summary: 'Application {{ $labels.name }} is not synced: what Git says is not what runs.',
      action: 'kubectl -n argocd describe application {{ $labels.name }} tells why.',
    },
  ],
  shown: {
    row: 'GitOps',
    panels: [
      table('Argo CD: applications', [`sum by (name, sync_status, health_status) (${series('argocd_app_info')})`]),
    ],
  },
};
