import type { JobKind } from '../metrics/metric-catalog.ts';
import { rate, series } from '../metrics/promql.ts';
import type { Alert, RuleGroup } from './alert.ts';

/** Alerts about a page that not every phase and engine has. */
const byJob: Readonly<Partial<Record<JobKind, readonly Alert[]>>> = {
  'node-exporter': [
    {
      name: 'MailQueueLong',
      expr: `sum by (machine) (${series('uyoop_mail_queue_messages')}) > 50`,
      for: '30m',
      severity: 'warning',
      summary: '{{ $value }} mails wait in the queue of {{ $labels.machine }}.',
      action:
        'docker compose exec postfix-mailcow postqueue -p names the reasons: a blocklist, a full mailbox, or an account that sends spam.',
    },
    {
      name: 'MailQueueUnmeasured',
      expr: `absent(${series('uyoop_mail_queue_messages')})`,
      for: '1h',
      severity: 'warning',
      summary: 'Nobody measures the mail queue.',
      action: 'On the mail machine, look at the timer that writes /var/lib/node-exporter/textfile/mail-queue.prom.',
    },
  ],
  crowdsec: [
    {
      name: 'CrowdSecDown',
      expr: `${series('up', { job: 'crowdsec' })} == 0`,
      for: '15m',
      severity: 'critical',
      summary: 'CrowdSec on {{ $labels.machine }} does not answer; nobody new is banned.',
      action: 'systemctl status crowdsec and cscli metrics on that machine.',
    },
    {
      name: 'CrowdSecUnderAttack',
      expr: `sum by (machine) (${series('cs_active_decisions', { origin: 'crowdsec' })}) > 200`,
      for: '15m',
      severity: 'warning',
      summary: '{{ $value }} addresses are banned by what {{ $labels.machine }} saw itself.',
      action: 'cscli alerts list shows what they tried; look whether a rule bans our own users.',
    },
  ],
  'flux-operator': [
    {
      name: 'FluxNotReady',
      expr: `${series('flux_resource_info', { ready: { not: 'True' }, suspended: 'False' })} == 1`,
      for: '30m',
      severity: 'warning',
      summary:
        '{{ $labels.kind }} {{ $labels.exported_namespace }}/{{ $labels.name }} is not reconciled: {{ $labels.reason }}.',
      action:
        'kubectl -n {{ $labels.exported_namespace }} describe {{ $labels.kind }} {{ $labels.name }}: what Git says is not what runs.',
    },
    {
      name: 'FluxSuspended',
      expr: `${series('flux_resource_info', { suspended: 'True' })} == 1`,
      for: '24h',
      severity: 'warning',
      summary: '{{ $labels.kind }} {{ $labels.name }} has been suspended for a day.',
      action: 'Resume it, or write down why it must not follow Git.',
    },
  ],
  'argocd-application-controller': [
    {
      name: 'ArgoCdNotSynced',
      expr: `${series('argocd_app_info', { sync_status: { not: 'Synced' } })} == 1`,
      for: '30m',
      severity: 'warning',
      summary: 'Application {{ $labels.name }} is {{ $labels.sync_status }}: what Git says is not what runs.',
      action: 'kubectl -n argocd describe application {{ $labels.name }} tells why.',
    },
  ],
  traefik: [
    {
      name: 'ServiceAnswersWithErrors',
      expr: `sum by (exported_service) (${rate('traefik_service_requests_total', { code: { like: '5..' } })}) / sum by (exported_service) (${rate('traefik_service_requests_total')}) > 0.1 and sum by (exported_service) (${rate('traefik_service_requests_total')}) > 0.05`,
      for: '15m',
      severity: 'warning',
      summary: '{{ $value | humanizePercentage }} of the answers of {{ $labels.exported_service }} are server errors.',
      action: 'Read its log in the row "Logs" of the dashboard.',
    },
  ],
  loki: [
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
      expr: `sum(${rate('loki_distributor_lines_received_total', {}, '15m')}) == 0`,
      for: '15m',
      severity: 'warning',
      summary: 'No log line has come in for half an hour.',
      action: 'kubectl -n node-agents logs daemonset/alloy tells what Alloy cannot read or reach.',
    },
  ],
};

const always: readonly Alert[] = [
  {
    name: 'TargetDown',
    expr: `${series('up', { job: { unlike: 'node-exporter|crowdsec' } })} == 0`,
    for: '15m',
    severity: 'warning',
    summary: 'Prometheus cannot read {{ $labels.job }} on {{ $labels.machine }}.',
    action: 'Nothing of it is watched meanwhile. Is it down, or does a policy or the firewall stand between?',
  },
  {
    name: 'RuleFails',
    expr: `increase(${series('prometheus_rule_evaluation_failures_total', {}, '15m')}) > 0`,
    for: '15m',
    severity: 'warning',
    summary: 'An alert rule cannot be evaluated.',
    action: 'kubectl -n monitoring logs deployment/prometheus names it.',
  },
  {
    name: 'AlertsNotDelivered',
    expr: `increase(${series('alertmanager_notifications_failed_total', {}, '15m')}) > 0 or increase(${series('prometheus_notifications_dropped_total', {}, '15m')}) > 0`,
    for: '15m',
    severity: 'critical',
    summary: 'Alerts are made and cannot be mailed.',
    action: 'You read this in Grafana: the mailbox alertmanager@ or the mail host itself is broken.',
  },
];

/** The systems around the services, each as far as its page is scraped. */
export function systemAlerts(kinds: ReadonlySet<JobKind>): RuleGroup {
  const present = Object.entries(byJob).flatMap(([kind, alerts]) => (kinds.has(kind as JobKind) ? alerts : []));
  return { name: 'systems', rules: [...always, ...present] };
}
