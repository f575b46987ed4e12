import type { Alert, RuleGroup } from '../alerts/alert.ts';
import type { JobKind } from '../metrics/metric-catalog.ts';
import { series } from '../metrics/promql.ts';
import { systems } from './systems.ts';

/** The alerts of the systems around the services, each as far as its page is scraped. */
export function systemAlerts(scraped: ReadonlySet<JobKind>): RuleGroup {
  const present = systems.filter(({ page }) => scraped.has(page));
  return { name: 'systems', rules: [...watchers, ...present.flatMap(({ alerts }) => alerts)] };
}

/** What watches the watching itself. */
const watchers: readonly Alert[] = [
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
