import { series } from '../metrics/promql.ts';
import { ofItsTier, untilItEnds } from './overview-row.ts';
import { bars, graph, type Look, type Row, table } from './panel.ts';

const lastBackup = `max by (namespace, volume) (${series('uyoop_backup_last_success_timestamp_seconds')})`;
const maximumAge = `on (namespace, volume) group_left (tier) ${series('uyoop:backup_maximum_age_seconds')}`;
const used = `max by (namespace, volume) (${series('uyoop_volume_used_bytes')})`;
const size = `on (namespace, volume) ${series('uyoop:volume_size_bytes')}`;
const silent = `(${series('probe_success')} == 0)`;

const fill: Look = {
  height: 12,
  unit: 'percentunit',
  warn: 0.7,
  alarm: 0.85,
  maximum: 1,
  description: 'Against the size in the model: local-path enforces none.',
};

/** What would be lost: backups, volumes, certificates. */
export const stateRow: Row = {
  title: 'State',
  panels: [
    bars(
      'Age of backups, of what their tier allows',
      {
        expr: `sort_desc((time() - ${lastBackup}) / ${maximumAge})`,
        legend: '{{namespace}}/{{volume}} ({{tier}})',
      },
      { ...ofItsTier, height: 12 },
    ),
    bars('Fill of volumes', { expr: `sort_desc(${used} / ${size})`, legend: '{{namespace}}/{{volume}}' }, fill),
    bars(
      'Certificates end in',
      { expr: `sort(min by (host) (${series('probe_ssl_earliest_cert_expiry')}) - time())`, legend: '{{host}}' },
      { ...untilItEnds, height: 10 },
    ),
    graph('Answers from outside', [{ expr: series('probe_duration_seconds'), legend: '{{instance}}' }], {
      height: 10,
      unit: 's',
    }),
    table(
      'What does not answer',
      [`${series('probe_success')} == 0`, `${series('probe_http_status_code')} and on (instance) ${silent}`],
      { height: 5 },
    ),
  ],
};
