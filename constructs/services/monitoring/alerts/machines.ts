import { textfileFolder } from '../metrics/machine-ports.ts';
import { rate, series } from '../metrics/promql.ts';
import { rootDisk } from '../metrics/selections.ts';
import type { Alert, RuleGroup } from './alert.ts';
import { diskAlerts } from './disks.ts';

const memory = `${series('node_memory_MemAvailable_bytes')} / ${series('node_memory_MemTotal_bytes')}`;

const alerts: readonly Alert[] = [
  {
    name: 'MachineDown',
    expr: `${series('up', { job: 'node-exporter' })} == 0`,
    for: '5m',
    severity: 'critical',
    summary: '{{ $labels.machine }} has not answered for five minutes.',
    action: 'Ping its public address and its mesh address, then look at the console in the OVH manager.',
  },
  {
    name: 'MachineUnmeasured',
    expr: `${series('up', { job: 'node-exporter' })} == 1 unless on (machine) ${series('node_filesystem_avail_bytes', rootDisk)}`,
    for: '15m',
    severity: 'warning',
    summary: '{{ $labels.machine }} answers and says nothing of its disk: no alert about it can fire.',
    action: 'kubectl -n node-agents logs daemonset/node-exporter names the collector that fails.',
  },
  ...diskAlerts,
  {
    name: 'MachineMemoryShort',
    expr: `${memory} < 0.08`,
    for: '10m',
    severity: 'warning',
    summary: '{{ $labels.machine }} has {{ $value | humanizePercentage }} of its memory left.',
    action: 'The row "Services" of the dashboard shows who took it; lower a limit or move a service.',
  },
  {
    name: 'MachineKilledForMemory',
    expr: `increase(${series('node_vmstat_oom_kill', {}, '15m')}) > 0`,
    for: '0m',
    severity: 'warning',
    summary: 'The kernel of {{ $labels.machine }} killed a process for want of memory.',
    action:
      "journalctl -k | grep -i oom names it. Raise that service's memory limit if the budget in dist/report/capacity.md allows it.",
  },
  {
    name: 'MachineProcessorBusy',
    expr: `1 - avg by (machine) (${rate('node_cpu_seconds_total', { mode: 'idle' })}) > 0.95`,
    for: '30m',
    severity: 'warning',
    summary: 'The processors of {{ $labels.machine }} have been busy for half an hour.',
    action: 'The row "Services" of the dashboard shows who uses them.',
  },
  {
    name: 'MachineClockAdrift',
    expr: `${series('node_timex_sync_status')} == 0`,
    for: '1h',
    severity: 'warning',
    summary:
      'The clock of {{ $labels.machine }} is not synchronised; one-time passwords fail when it drifts by half a minute.',
    action: 'timedatectl and journalctl -u systemd-timesyncd tell why.',
  },
  {
    name: 'HostMeasurementsUnreadable',
    expr: `${series('node_textfile_scrape_error')} == 1`,
    for: '15m',
    severity: 'warning',
    summary:
      'A file of the textfile collector on {{ $labels.machine }} cannot be read; backups and volumes may go unwatched.',
    action: `Look into ${textfileFolder}: who writes a file must rename it into place, world-readable.`,
  },
];

/** Disk, memory, processors and clock of every machine. */
export const machineAlerts: RuleGroup = { name: 'machines', rules: alerts };
