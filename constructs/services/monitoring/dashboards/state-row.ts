import { series } from '../metrics/promql.ts';
import type { Row } from './panel.ts';

const day = 86_400;

/** What would be lost: backups, volumes, certificates. */
export const stateRow: Row = {
  title: 'State',
  panels: [
    {
      title: 'Age of backups, of what their tier allows',
      kind: 'bargauge',
      width: 12,
      height: 12,
      unit: 'percentunit',
      warn: 0.9,
      alarm: 1,
      queries: [
        {
          expr: `sort_desc((time() - max by (namespace, volume) (${series('uyoop_backup_last_success_timestamp_seconds')})) / on (namespace, volume) group_left (tier) ${series('uyoop:backup_maximum_age_seconds')})`,
          legend: '{{namespace}}/{{volume}} ({{tier}})',
        },
      ],
    },
    {
      title: 'Fill of volumes',
      kind: 'bargauge',
      width: 12,
      height: 12,
      unit: 'percentunit',
      warn: 0.7,
      alarm: 0.85,
      maximum: 1,
      description: 'Against the size in the model: local-path enforces none.',
      queries: [
        {
          expr: `sort_desc(max by (namespace, volume) (${series('uyoop_volume_used_bytes')}) / on (namespace, volume) ${series('uyoop:volume_size_bytes')})`,
          legend: '{{namespace}}/{{volume}}',
        },
      ],
    },
    {
      title: 'Certificates end in',
      kind: 'bargauge',
      width: 12,
      height: 10,
      unit: 's',
      falling: true,
      alarm: 5 * day,
      warn: 12 * day,
      queries: [
        { expr: `sort(min by (host) (${series('probe_ssl_earliest_cert_expiry')}) - time())`, legend: '{{host}}' },
      ],
    },
    {
      title: 'Answers from outside',
      kind: 'timeseries',
      width: 12,
      height: 10,
      unit: 's',
      queries: [{ expr: series('probe_duration_seconds'), legend: '{{instance}}' }],
    },
    {
      title: 'What does not answer',
      kind: 'table',
      width: 24,
      height: 5,
      queries: [
        { expr: `${series('probe_success')} == 0` },
        { expr: `${series('probe_http_status_code')} and on (instance) (${series('probe_success')} == 0)` },
      ],
    },
  ],
};
