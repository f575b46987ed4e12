import { series } from '../metrics/promql.ts';
import { rootDisk } from '../metrics/selections.ts';
import type { Alert } from './alert.ts';

const bytes = `${series('node_filesystem_avail_bytes', rootDisk)} / ${series('node_filesystem_size_bytes', rootDisk)}`;
const inodes = `${series('node_filesystem_files_free', rootDisk)} / ${series('node_filesystem_files', rootDisk)}`;

/** Room on the disk of every machine. */
export const diskAlerts: readonly Alert[] = [
  {
    name: 'MachineDiskNearlyFull',
    expr: `${bytes} < 0.15`,
    for: '30m',
    severity: 'warning',
    summary: '{{ $labels.machine }} has {{ $value | humanizePercentage }} of its disk left.',
    action:
      'The row "State" of the dashboard names the largest volume. Prune images with k3s crictl rmi --prune and docker image prune.',
  },
  {
    name: 'MachineDiskFull',
    expr: `${bytes} < 0.06`,
    for: '5m',
    severity: 'critical',
    summary: '{{ $labels.machine }} has {{ $value | humanizePercentage }} of its disk left; below 5 % K3s evicts pods.',
    action:
      'Free space now: old images first, then journalctl --vacuum-size=500M. Local volumes share this disk and have no ceiling.',
  },
  {
    name: 'MachineInodesNearlyUsedUp',
    expr: `${inodes} < 0.1`,
    for: '30m',
    severity: 'warning',
    summary: '{{ $labels.machine }} has {{ $value | humanizePercentage }} of its inodes left.',
    action: 'Look for a folder with very many small files: du --inodes -xS / | sort -n | tail.',
  },
];
