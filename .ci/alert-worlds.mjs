// Every alert against three worlds, as promtool's unit tests: one where nothing was ever measured, one where all is well from
// the first minute on, and one where what it is about happens for the first time.
//   node .ci/alert-worlds.mjs <rules.yml> <folder>    writes the tests, and beside each the rules that it is about
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';

/** Minutes for which all is well. */
const fault = 240;

const never = '_';
const disk = '{machine="core-prod",mountpoint="/",fstype="ext4"}';
const probe = (type, result, pod) =>
  `prober_probe_total{machine="core-prod",namespace="prod",pod="${pod}",container="web",probe_type="${type}",result="${result}"}`;
const container = (name, more) =>
  `${name}{machine="core-prod",runtime="k3s",namespace="prod",service="web",pod="web-1"${more}}`;
const flux = (labels) =>
  `flux_resource_info{kind="Kustomization",name="services",exported_namespace="flux-system",${labels}}`;
const argo = (status) => `argocd_app_info{name="services",sync_status="${status}"}`;

/** What is there in a world where nothing was ever measured: targets are Prometheus's own, and are known to it. */
const scraped = 'whether its page answers is MachineDown’s and TargetDown’s to tell';
const counted = 'nothing has happened';

/** There for ten minutes and gone for ten, one after the other: an object that is tried again and again bears another reason each time. */
const turns = (first) => ({ first });

/**
 * By alert: the series that it reads, with their values while all is well and after the fault, both in promtool's notation without a
 * count; `{volume}` is the label of the alert itself. `empty` says why it is silent in the empty world; without it, it must fire.
 */
export const worlds = {
  BackupLate: {
    series: [
      ['uyoop_backup_last_success_timestamp_seconds{namespace="{namespace}",volume="{volume}"}', '0+60', '-900000'],
    ],
  },
  BackupStale: {
    series: [['uyoop_backup_content_timestamp_seconds{namespace="{namespace}",volume="{volume}"}', '0+60', '-900000']],
  },
  DrillLate: { series: [['uyoop_drill_last_success_timestamp_seconds{machine="core-prod"}', '0+60', '-13000000']] },
  VolumeNearlyFull: { series: [['uyoop_volume_used_bytes{namespace="{namespace}",volume="{volume}"}', '1', '1e15']] },
  MachineDown: {
    empty: 'up is born with the target, which is written down',
    series: [['up{job="node-exporter",machine="core-prod"}', '1', '0']],
  },
  MachineUnmeasured: {
    empty: scraped,
    series: [
      ['up{job="node-exporter",machine="core-prod"}', '1', '1'],
      [`node_filesystem_avail_bytes${disk}`, '50', never],
    ],
  },
  MachineDiskNearlyFull: {
    empty: 'MachineUnmeasured tells',
    series: [
      [`node_filesystem_avail_bytes${disk}`, '50', '10'],
      [`node_filesystem_size_bytes${disk}`, '100', '100'],
    ],
  },
  MachineDiskFull: {
    empty: 'MachineUnmeasured tells',
    series: [
      [`node_filesystem_avail_bytes${disk}`, '50', '1'],
      [`node_filesystem_size_bytes${disk}`, '100', '100'],
    ],
  },
  MachineInodesNearlyUsedUp: {
    empty: 'MachineUnmeasured tells',
    series: [
      [`node_filesystem_files_free${disk}`, '50', '1'],
      [`node_filesystem_files${disk}`, '100', '100'],
    ],
  },
  MachineMemoryShort: {
    empty: scraped,
    series: [
      ['node_memory_MemAvailable_bytes{machine="core-prod"}', '50', '1'],
      ['node_memory_MemTotal_bytes{machine="core-prod"}', '100', '100'],
    ],
  },
  MachineKilledForMemory: {
    empty: counted,
    minutes: 10,
    series: [['node_vmstat_oom_kill{machine="core-prod"}', '0', '1']],
  },
  MachineProcessorBusy: {
    empty: scraped,
    series: [['node_cpu_seconds_total{machine="core-prod",cpu="0",mode="idle"}', '0+50', '12000+1']],
  },
  MachineClockAdrift: { empty: scraped, series: [['node_timex_sync_status{machine="core-prod"}', '1', '0']] },
  HostMeasurementsUnreadable: {
    empty: scraped,
    series: [['node_textfile_scrape_error{machine="core-prod"}', '0', '1']],
  },
  ServiceMissing: {
    series: [
      [
        'container_memory_working_set_bytes{job="kubelet-cadvisor",namespace="{namespace}",service="{service}",machine="{machine}"}',
        '1',
        never,
      ],
    ],
  },
  ServiceRestartsOften: {
    empty: 'ServiceMissing tells of each service',
    series: [1, 2, 3, 4, 5].map((id) => [
      container('container_start_time_seconds', `,id="${id}"`),
      id === 1 ? '1' : never,
      '1',
    ]),
  },
  ServiceNotReady: {
    empty: 'ServiceMissing tells of each service',
    series: [
      [probe('Readiness', 'successful', 'web-1'), '0+6', never],
      [probe('Readiness', 'failed', 'web-2'), never, '1+6'],
    ],
  },
  ServiceNeverStarts: {
    empty: 'ServiceMissing tells of each service',
    series: [
      [probe('Startup', 'successful', 'web-1'), '1', '1'],
      // It runs, and is not asked yet whether it is ready: there is no such series.
      [probe('Startup', 'failed', 'web-2'), never, '1+6'],
    ],
  },
  ServiceNearMemoryLimit: {
    empty: 'ServiceMissing tells of each service',
    series: [
      [container('container_memory_working_set_bytes', ''), '50', '95'],
      [container('container_spec_memory_limit_bytes', ''), '100', '100'],
    ],
  },
  JobFailed: {
    empty: 'JobsNotRunning tells',
    // A failure is counted once, and the counter is born with it.
    minutes: 50,
    series: [['job_controller_jobs_finished_total{result="failed",reason="BackoffLimitExceeded"}', never, '1']],
  },
  JobsNotRunning: {
    minutes: 600,
    series: [['job_controller_jobs_finished_total{result="succeeded",reason=""}', '1+1', '240']],
  },
  ExposureDown: { series: [['probe_success{job="blackbox",instance="{instance}"}', '1', '0']] },
  MailPortDown: { series: [['probe_success{job="blackbox",instance="{instance}"}', '1', '0']] },
  CertificateExpires: {
    empty: 'ExposureDown and MailPortDown tell',
    series: [['probe_ssl_earliest_cert_expiry{job="blackbox",instance="{instance}"}', '9e6', '100000']],
  },
  TargetDown: {
    empty: 'up is born with the target, which is written down',
    series: [['up{job="kubelet",machine="core-prod"}', '1', '0']],
  },
  RuleFails: { empty: counted, series: [['prometheus_rule_evaluation_failures_total{rule_group="a"}', '0', '1+2']] },
  AlertsNotDelivered: {
    empty: counted,
    series: [['alertmanager_notifications_failed_total{integration="email"}', never, '1+2']],
  },
  MailQueueLong: {
    empty: 'MailQueueUnmeasured tells',
    series: [['uyoop_mail_queue_messages{machine="core-prod",queue="active"}', '0', '60']],
  },
  MailArchiveLate: { series: [['uyoop_mail_archive_last_success_timestamp_seconds', '0+60', '-900000']] },
  MailQueueUnmeasured: { series: [['uyoop_mail_queue_messages{machine="core-prod",queue="active"}', '0', never]] },
  CrowdSecDown: {
    empty: 'up is born with the target, which is written down',
    series: [['up{job="crowdsec",machine="core-prod"}', '1', '0']],
  },
  CrowdSecUnderAttack: {
    empty: counted,
    series: [['cs_active_decisions{machine="core-prod",origin="crowdsec"}', never, '300']],
  },
  FluxNotReady: {
    empty: 'FluxSilent tells',
    series: [
      [flux('ready="True",suspended="False"'), '1', never],
      [flux('ready="False",suspended="False",reason="HealthCheckFailed"'), never, turns(0)],
      [flux('ready="Unknown",suspended="False",reason="Progressing"'), never, turns(1)],
    ],
  },
  FluxSilent: { series: [[flux('ready="True",suspended="False"'), '1', never]] },
  FluxSuspended: {
    empty: 'FluxSilent tells',
    minutes: 1500,
    series: [[flux('ready="True",suspended="True"'), never, '1']],
  },
  ArgoCdNotSynced: {
    empty: 'ArgoCdSilent tells',
    series: [
      [argo('Synced'), '1', never],
      [argo('OutOfSync'), never, turns(0)],
      [argo('Unknown'), never, turns(1)],
    ],
  },
  ArgoCdSilent: { series: [[argo('Synced'), '1', never]] },
  ServiceAnswersWithErrors: {
    empty: 'nobody has asked anything yet',
    series: [
      ['traefik_service_requests_total{exported_service="web",code="200"}', '0+60', '14400+60'],
      ['traefik_service_requests_total{exported_service="web",code="502"}', never, '1+60'],
    ],
  },
  LogsDiscarded: {
    empty: 'LogsMissing tells',
    series: [['loki_discarded_samples_total{reason="rate_limited"}', never, '1+600']],
  },
  LogsMissing: { series: [['loki_distributor_lines_received_total{tenant="fake"}', '0+60', never]] },
};

/**
 * promtool's unit tests, by the name of their file; each names the rules that it reads, so that a world of one alert asks that one.
 *
 * @throws when an alert has no row in the table
 */
export function testsOf(rules) {
  const alerts = rules.groups.flatMap(({ rules: each }) => each).filter(({ alert }) => alert);
  const names = [...new Set(alerts.map(({ alert }) => alert))];
  const nameless = names.find((name) => !Object.hasOwn(worlds, name));
  if (nameless) throw new Error(`alert '${nameless}' has no row in .ci/alert-worlds.mjs: say what it reads`);
  const rows = names.map((name) => ({ name, rules: alerts.filter(({ alert }) => alert === name) })).map(rowOf);
  const file = (own, tests) => ({ rules: { groups: [{ name: 'all', rules: own }] }, tests });
  return {
    all: file(alerts, [emptyWorld(rows), healthyWorld(rows)]),
    ...Object.fromEntries(rows.map((row) => [row.name, file(row.rules, [firstFault(row)])])),
  };
}

const world = (name, input_series, promql_expr_test) => ({ name, interval: '1m', input_series, promql_expr_test });

const emptyWorld = (rows) =>
  world(
    'nothing was ever measured',
    [],
    rows.map(({ name, rules, empty }) => standing(name, 600, empty === undefined ? rules.length : 0)),
  );

function healthyWorld(rows) {
  const all = new Map(rows.flatMap(({ series }) => series.map((one) => [one[0], one])));
  const series = inputs([...all.values()], ([, well]) => lasting(well, 600));
  return world(
    'all is well from the first minute on',
    series,
    [5, 100, 600].map((minute) => ({ expr: firing(''), eval_time: `${minute}m`, exp_samples: [] })),
  );
}

function firstFault({ name, rules, series, minutes = 90 }) {
  const values = ([, well, ill]) => `${lasting(well, fault)} ${lasting(ill, minutes + 1)}`;
  return world(`${name}: for the first time`, inputs(series, values), [
    standing(name, fault - 5, 0),
    standing(name, fault + minutes, rules.length),
  ]);
}

/** The row with its holes filled, for each alert of that name. */
function rowOf({ name, rules }) {
  const { series, ...row } = worlds[name];
  const filled = rules.flatMap(({ labels }) =>
    series.map(([one, ...values]) => [one.replaceAll(/\{(\w+)\}/g, (_, label) => labels[label]), ...values]),
  );
  return { name, rules, ...row, series: [...new Map(filled.map((one) => [one[0], one])).values()] };
}

const inputs = (series, values) => series.map((one) => ({ series: one[0], values: values(one) }));

/** `count` samples of what promtool writes as `5+2` or `_`. */
function lasting(value, count) {
  if (value === never) return `_x${count}`;
  if (typeof value === 'string') return `${value}${/\d[+-]/.test(value) ? '' : '+0'}x${count - 1}`;
  const isThere = (minute) => Math.floor(minute / 10) % 2 === value.first;
  return Array.from({ length: count }, (_, minute) => (isThere(minute) ? '1' : 'stale')).join(' ');
}

const firing = (labels) => `ALERTS{alertstate="firing"${labels}}`;

const standing = (name, minute, count) => ({
  expr: `count(${firing(`,alertname="${name}"`)}) or vector(0)`,
  eval_time: `${minute}m`,
  exp_samples: [{ labels: '{}', value: count }],
});

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [rules, out] = process.argv.slice(2).map((path) => resolve(path));
  mkdirSync(out, { recursive: true });
  for (const [name, { rules: own, tests }] of Object.entries(testsOf(parse(readFileSync(rules, 'utf8'))))) {
    writeFileSync(join(out, `${name}.rules.yml`), stringify(own));
    writeFileSync(
      join(out, `${name}.test.yml`),
      stringify({ rule_files: [`${name}.rules.yml`], evaluation_interval: '5m', tests }),
    );
  }
}
