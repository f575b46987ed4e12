import { rate, series } from '../metrics/promql.ts';
import { rootDisk } from '../metrics/selections.ts';
import { chosen } from './chosen.ts';
import { graph, type Look, type Row } from './panel.ts';

const share: Look = { unit: 'percentunit', maximum: 1 };
const legend = '{{machine}}';
const disk = { ...chosen.machine, ...rootDisk };

const idle = rate('node_cpu_seconds_total', { ...chosen.machine, mode: 'idle' });
const memory = `${series('node_memory_MemAvailable_bytes', chosen.machine)} / ${series('node_memory_MemTotal_bytes', chosen.machine)}`;
const free = `${series('node_filesystem_avail_bytes', disk)} / ${series('node_filesystem_size_bytes', disk)}`;
const received = rate('node_network_receive_bytes_total', chosen.machine);
const sent = rate('node_network_transmit_bytes_total', chosen.machine);

/** What each machine has left. */
export const machineRow: Row = {
  title: 'Machines',
  panels: [
    graph('Processors', [{ expr: `1 - avg by (machine) (${idle})`, legend }], share),
    graph('Memory', [{ expr: `1 - ${memory}`, legend }], share),
    graph('Disk', [{ expr: `1 - ${free}`, legend }], share),
    graph(
      'Network',
      [
        { expr: `sum by (machine, device) (${received})`, legend: '{{machine}} {{device}} in' },
        { expr: `-sum by (machine, device) (${sent})`, legend: '{{machine}} {{device}} out' },
      ],
      { unit: 'Bps' },
    ),
  ],
};
