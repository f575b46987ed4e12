import { rate } from '../metrics/promql.ts';
import type { WatchedSystem } from './system.ts';

/** Whether logs come in and are kept. Their own row shows them. @see https://grafana.com/docs/loki/latest/operations/observability/ */
export const loki: WatchedSystem = {
  page: 'loki',
  alerts: [
    {
      name: 'LogsDiscarded',
      expr: `sum by (reason) (${rate('loki_discarded_samples_total', { reason: { not: 'too_far_behind' } }, '15m')}) > 1`,
      for: '30m',
      severity: 'warning',
      summary: 'Loki throws lines away: {{ $labels.reason }}.',
      action: 'Look which service writes that much, or raise the limit in constructs/monitoring/loki.ts.',
    },
    {
      name: 'LogsMissing',
      // The counter is born with the first line: before it, there is nothing that could be 0.
      expr: `(sum(${rate('loki_distributor_lines_received_total', {}, '15m')}) or vector(0)) == 0`,
      for: '15m',
      severity: 'warning',
      summary: 'No log line has come in for half an hour.',
      action: 'kubectl -n node-agents logs daemonset/alloy tells what Alloy cannot read or reach.',
    },
  ],
};
