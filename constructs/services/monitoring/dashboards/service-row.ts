import { rate, series } from '../metrics/promql.ts';
import { ofContainer } from '../metrics/selections.ts';
import { chosen } from './chosen.ts';
import { bars, graph, type Row, table } from './panel.ts';

const ofServices = { ...chosen.machine, ...chosen.namespace, ...chosen.service };
const legend = '{{namespace}}/{{service}} ({{runtime}}, {{machine}})';

const processors = rate('container_cpu_usage_seconds_total', ofServices);
const memory = series('container_memory_working_set_bytes', ofServices);
const limit = series('container_spec_memory_limit_bytes', ofServices);
const starts = `count_over_time(${series('container_start_time_seconds', ofServices, '1d')})`;

/** Who uses what, in either runtime. */
export const serviceRow: Row = {
  title: 'Services (K3s and Docker Compose)',
  panels: [
    graph('Processors', [{ expr: `sum by (${ofContainer}) (${processors})`, legend }], { unit: 'cores', height: 9 }),
    graph('Memory', [{ expr: `sum by (${ofContainer}) (${memory})`, legend }], { unit: 'bytes', height: 9 }),
    bars(
      'Memory, of its limit',
      {
        expr: `sort_desc(max by (${ofContainer}) (${memory} / (${limit} > 0)))`,
        legend: '{{namespace}}/{{service}}',
      },
      { height: 10, unit: 'percentunit', warn: 0.8, alarm: 0.92, maximum: 1 },
    ),
    table('Started within the last day', [`sort_desc(count by (${ofContainer}, pod) (${starts}) > 1)`], {
      width: 12,
      height: 10,
    }),
  ],
};
