import { orAbsent } from '../alerts/alert.ts';
import { graph } from '../dashboards/panel.ts';
import { textfileFolder } from '../metrics/machine-ports.ts';
import { series } from '../metrics/promql.ts';
import type { WatchedSystem } from './system.ts';

const queued = series('uyoop_mail_queue_messages');
const archived = series('uyoop_mail_archive_last_success_timestamp_seconds');

/** Mailcow's queue and its archive, which the host layer measures. */
export const mailQueue: WatchedSystem = {
  page: 'node-exporter',
  alerts: [
    {
      name: 'MailQueueLong',
      expr: `sum by (machine) (${queued}) > 50`,
      for: '30m',
      severity: 'warning',
      summary: '{{ $value }} mails wait in the queue of {{ $labels.machine }}.',
      action:
        'docker compose exec postfix-mailcow postqueue -p names the reasons: a blocklist, a full mailbox, or an account that sends spam.',
    },
    {
      name: 'MailQueueUnmeasured',
      expr: `absent(${queued})`,
      for: '1h',
      severity: 'warning',
      summary: 'Nobody measures the mail queue.',
      action: `On the mail machine, look at the timer that writes ${textfileFolder}/mail-queue.prom.`,
    },
    {
      name: 'MailArchiveLate',
      expr: orAbsent(`time() - max(${archived}) > ${3 * 86_400}`, archived),
      for: '1h',
      severity: 'warning',
      summary: 'Old mails have not been archived for three days: they fill the disk.',
      action: 'On the mail machine, journalctl -u uyoop-mail-archive says why; docs/mail-archive.md.',
    },
  ],
  shown: {
    row: 'Mail and perimeter',
    panels: [
      graph('Mail queue', [{ expr: `sum by (machine, queue) (${queued})`, legend: '{{queue}}' }], { unit: 'short' }),
    ],
  },
};
