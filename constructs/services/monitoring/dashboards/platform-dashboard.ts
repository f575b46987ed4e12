import type { Platform } from '../../../../platform/types.ts';
import type { JobKind } from '../metrics/metric-catalog.ts';
import { rate, series } from '../metrics/promql.ts';
import { dashboard, type Panel, type Row } from './panel.ts';
import { stateRow } from './state-row.ts';
import { systemRows } from './system-rows.ts';

const onMachines = { machine: { like: '$machine' } } as const;
const ofServices = { ...onMachines, namespace: { like: '$namespace' }, service: { like: '$service' } } as const;
const root = { ...onMachines, mountpoint: '/', fstype: { unlike: 'tmpfs|overlay' } } as const;
/** The labels that containers of both runtimes bear. */
const container = 'machine, runtime, namespace, service';
const legend = '{{namespace}}/{{service}} ({{runtime}}, {{machine}})';

/** Both runtimes on one page, by machine and by service. It shows what the phase and the engine have, and nothing more. */
export function platformDashboard(kinds: ReadonlySet<JobKind>, { logs, phase }: Platform) {
  return dashboard({
    uid: 'uyoop-platform',
    title: 'Platform',
    variables: [
      { name: 'machine', label: 'Machine', query: `label_values(${series('up', { job: 'node-exporter' })}, machine)` },
      {
        name: 'namespace',
        label: 'Namespace',
        query: `label_values(${series('container_memory_working_set_bytes', onMachines)}, namespace)`,
      },
      {
        name: 'service',
        label: 'Service',
        query: `label_values(${series('container_memory_working_set_bytes', { ...onMachines, namespace: { like: '$namespace' } })}, service)`,
      },
    ],
    rows: [overview, machines, services, stateRow, ...systemRows(kinds), ...(logs && phase >= 2 ? [logRow] : [])],
  });
}

const stat = (title: string, expr: string, more: Partial<Panel> = {}): Panel => ({
  title,
  kind: 'stat',
  width: 4,
  height: 4,
  queries: [{ expr }],
  ...more,
});

const overview: Row = {
  title: 'Overview',
  panels: [
    stat('Critical alerts', `count(${series('ALERTS', { alertstate: 'firing', severity: 'critical' })}) or vector(0)`, {
      alarm: 1,
    }),
    stat('Warnings', `count(${series('ALERTS', { alertstate: 'firing', severity: 'warning' })}) or vector(0)`, {
      warn: 1,
    }),
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
      { unit: 'percentunit', warn: 0.9, alarm: 1 },
    ),
    stat('Next certificate to end', `min(${series('probe_ssl_earliest_cert_expiry')}) - time()`, {
      unit: 's',
      falling: true,
      alarm: 5 * 86_400,
      warn: 12 * 86_400,
    }),
    {
      title: 'Alerts',
      kind: 'table',
      width: 24,
      queries: [
        {
          expr: `sum by (severity, alertname, machine, namespace, service, volume, host) (${series('ALERTS', { alertstate: 'firing' })})`,
        },
      ],
    },
  ],
};

const graph = (title: string, unit: Panel['unit'], expr: string, legend: string, more: Partial<Panel> = {}): Panel => ({
  title,
  kind: 'timeseries',
  width: 12,
  unit,
  queries: [{ expr, legend }],
  ...more,
});

const machines: Row = {
  title: 'Machines',
  panels: [
    graph(
      'Processors',
      'percentunit',
      `1 - avg by (machine) (${rate('node_cpu_seconds_total', { ...onMachines, mode: 'idle' })})`,
      '{{machine}}',
      { maximum: 1 },
    ),
    graph(
      'Memory',
      'percentunit',
      `1 - ${series('node_memory_MemAvailable_bytes', onMachines)} / ${series('node_memory_MemTotal_bytes', onMachines)}`,
      '{{machine}}',
      { maximum: 1 },
    ),
    graph(
      'Disk',
      'percentunit',
      `1 - ${series('node_filesystem_avail_bytes', root)} / ${series('node_filesystem_size_bytes', root)}`,
      '{{machine}}',
      { maximum: 1 },
    ),
    {
      title: 'Network',
      kind: 'timeseries',
      width: 12,
      unit: 'Bps',
      queries: [
        {
          expr: `sum by (machine, device) (${rate('node_network_receive_bytes_total', onMachines)})`,
          legend: '{{machine}} {{device}} in',
        },
        {
          expr: `-sum by (machine, device) (${rate('node_network_transmit_bytes_total', onMachines)})`,
          legend: '{{machine}} {{device}} out',
        },
      ],
    },
  ],
};

const services: Row = {
  title: 'Services (K3s and Docker Compose)',
  panels: [
    graph(
      'Processors',
      'cores',
      `sum by (${container}) (${rate('container_cpu_usage_seconds_total', ofServices)})`,
      legend,
      { height: 9 },
    ),
    graph(
      'Memory',
      'bytes',
      `sum by (${container}) (${series('container_memory_working_set_bytes', ofServices)})`,
      legend,
      { height: 9 },
    ),
    {
      title: 'Memory, of its limit',
      kind: 'bargauge',
      width: 12,
      height: 10,
      unit: 'percentunit',
      warn: 0.8,
      alarm: 0.92,
      maximum: 1,
      queries: [
        {
          expr: `sort_desc(max by (${container}) (${series('container_memory_working_set_bytes', ofServices)} / (${series('container_spec_memory_limit_bytes', ofServices)} > 0)))`,
          legend: '{{namespace}}/{{service}}',
        },
      ],
    },
    {
      title: 'Started within the last day',
      kind: 'table',
      width: 12,
      height: 10,
      queries: [
        {
          expr: `sort_desc(count by (${container}, pod) (count_over_time(${series('container_start_time_seconds', ofServices, '1d')})) > 1)`,
        },
      ],
    },
  ],
};

const logRow: Row = {
  title: 'Logs',
  panels: [
    {
      title: 'What they say',
      kind: 'logs',
      width: 24,
      height: 14,
      // Every line has a job; the others may be empty, and Loki wants one matcher that may not.
      queries: [
        { expr: '{job=~".+", machine=~"$machine", service=~"$service"} |~ "(?i)(error|fatal|panic|critical)"' },
      ],
    },
  ],
};
