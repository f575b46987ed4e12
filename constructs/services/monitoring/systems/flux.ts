import { table } from '../dashboards/panel.ts';
import { type Matchers, series } from '../metrics/promql.ts';
import type { WatchedSystem } from './system.ts';

const resources = series('flux_resource_info', { kind: { like: 'Kustomization|HelmRelease|GitRepository' } });

/** What is tried again bears another reason each time: by its name alone it is one thing, and an alert's `for` goes on. */
const each = (matchers: Matchers): string =>
  `max by (kind, exported_namespace, name) (${series('flux_resource_info', matchers)}) == 1`;

/** Whether what Git says is what runs. @see https://fluxoperator.dev/docs/instance/monitoring/ */
export const flux: WatchedSystem = {
  page: 'flux-operator',
  alerts: [
    {
      name: 'FluxNotReady',
      expr: each({ ready: { not: 'True' }, suspended: 'False' }),
      for: '30m',
      severity: 'warning',
      summary: '{{ $labels.kind }} {{ $labels.exported_namespace }}/{{ $labels.name }} is not reconciled.',
      action:
        'kubectl -n {{ $labels.exported_namespace }} describe {{ $labels.kind }} {{ $labels.name }}: what Git says is not what runs.',
    },
    {
      name: 'FluxSilent',
      expr: `absent(${series('flux_resource_info', { kind: 'Kustomization' })})`,
      for: '30m',
      severity: 'critical',
      summary: 'Flux speaks of no Kustomization: nothing of what Git says is applied.',
      action: 'kubectl -n flux-system get fluxinstance,pods tells whether Flux was ever installed.',
    },
    {
      name: 'FluxSuspended',
      expr: each({ suspended: 'True' }),
      for: '24h',
      severity: 'warning',
      summary: '{{ $labels.kind }} {{ $labels.name }} has been suspended for a day.',
      action: 'Resume it, or write down why it must not follow Git.',
    },
  ],
  shown: {
    row: 'GitOps',
    panels: [
      table('Flux: not reconciled', [`${series('flux_resource_info', { ready: { not: 'True' } })} == 1`]),
      table('Flux: what is where', [`sum by (kind, exported_namespace, name, ready, reason, revision) (${resources})`]),
    ],
  },
};
