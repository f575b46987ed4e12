import type { Platform } from '../../../platform/types.ts';
import { chosen } from './dashboards/chosen.ts';
import { dashboard, type Variable } from './dashboards/dashboard.ts';
import { logRow } from './dashboards/log-row.ts';
import { machineRow } from './dashboards/machine-row.ts';
import { overviewRow } from './dashboards/overview-row.ts';
import { serviceRow } from './dashboards/service-row.ts';
import { stateRow } from './dashboards/state-row.ts';
import type { JobKind } from './metrics/metric-catalog.ts';
import { series } from './metrics/promql.ts';
import { systemRows } from './systems/rows.ts';

const labels = (selector: string, label: string): string => `label_values(${selector}, ${label})`;
const running = 'container_memory_working_set_bytes';

const variables: readonly Variable[] = [
  { name: 'machine', label: 'Machine', query: labels(series('up', { job: 'node-exporter' }), 'machine') },
  { name: 'namespace', label: 'Namespace', query: labels(series(running, chosen.machine), 'namespace') },
  {
    name: 'service',
    label: 'Service',
    query: labels(series(running, { ...chosen.machine, ...chosen.namespace }), 'service'),
  },
];

/** Both runtimes on one page, by machine and by service. It shows what the phase and the engine have, and nothing more. */
export function platformDashboard(kinds: ReadonlySet<JobKind>, { logs, phase }: Platform) {
  const always = [overviewRow, machineRow, serviceRow, stateRow];
  const rows = [...always, ...systemRows(kinds), ...(logs && phase >= 2 ? [logRow] : [])];
  return dashboard({ uid: 'uyoop-platform', title: 'Platform', variables, rows });
}
