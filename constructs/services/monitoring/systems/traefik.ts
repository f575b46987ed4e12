import { graph } from '../dashboards/panel.ts';
import { rate } from '../metrics/promql.ts';
import type { WatchedSystem } from './system.ts';

const perService = (what: string): string => `sum by (exported_service) (${what})`;

const answers = rate('traefik_service_requests_total');
const errors = rate('traefik_service_requests_total', { code: { like: '5..' } });
const seconds = rate('traefik_service_request_duration_seconds_sum');
const measured = rate('traefik_service_request_duration_seconds_count');

/** What users are answered. @see https://doc.traefik.io/traefik/observability/metrics/prometheus/ */
export const traefik: WatchedSystem = {
  page: 'traefik',
  alerts: [
    {
      name: 'ServiceAnswersWithErrors',
      expr: `${perService(errors)} / ${perService(answers)} > 0.1 and ${perService(answers)} > 0.05`,
      for: '15m',
      severity: 'warning',
      summary: '{{ $value | humanizePercentage }} of the answers of {{ $labels.exported_service }} are server errors.',
      action: 'Read its log in the row "Logs" of the dashboard.',
    },
  ],
  shown: {
    row: 'Web',
    panels: [
      graph(
        'Requests, by answer',
        [{ expr: `sum by (exported_service, code) (${answers})`, legend: '{{exported_service}} {{code}}' }],
        { unit: 'reqps' },
      ),
      graph(
        'Time to answer, mean',
        [{ expr: `${perService(seconds)} / ${perService(measured)}`, legend: '{{exported_service}}' }],
        { unit: 's' },
      ),
    ],
  },
};
