import { type Matchers, series } from '../metrics/promql.ts';
import { day } from '../metrics/selections.ts';
import { type Look, type Row, stat, table } from './panel.ts';

const firing = (matchers: Matchers = {}): string => series('ALERTS', { alertstate: 'firing', ...matchers });

/** The age of a backup, as a share of what its tier allows. */
export const ofItsTier: Look = { unit: 'percentunit', warn: 0.9, alarm: 1 };
/** Time until a certificate ends; renewal begins long before. */
export const untilItEnds: Look = { unit: 's', falling: true, alarm: 5 * day, warn: 12 * day };

/** Is all well? */
export const overviewRow: Row = {
  title: 'Overview',
  panels: [
    stat('Critical alerts', `count(${firing({ severity: 'critical' })}) or vector(0)`, { alarm: 1 }),
    stat('Warnings', `count(${firing({ severity: 'warning' })}) or vector(0)`, { warn: 1 }),
    stat('Machines up', `sum(${series('up', { job: 'node-exporter' })})`),
    stat('Names and ports that answer', `avg(${series('probe_success')})`, {
      unit: 'percentunit',
      falling: true,
      alarm: 0.9,
      warn: 1,
    }),
    stat(
      'Oldest backup, of its tier',
      `max((time() - ${series('uyoop_backup_last_success_timestamp_seconds')}) / on (namespace, volume) ${series('uyoop:backup_maximum_age_seconds')})`,
      ofItsTier,
    ),
    stat('Next certificate to end', `min(${series('probe_ssl_earliest_cert_expiry')}) - time()`, untilItEnds),
    table('Alerts', [`sum by (severity, alertname, machine, namespace, service, volume, host) (${firing()})`]),
  ],
};
