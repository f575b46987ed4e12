import type { Alert } from '../alerts/alert.ts';
import type { Panel } from '../dashboards/panel.ts';
import type { JobKind } from '../metrics/metric-catalog.ts';

/** The rows of the dashboard that systems stand in, from above. */
export const systemRowTitles = ['Web', 'Mail and perimeter', 'GitOps'] as const;

/** A system around the services, and what is watched of its page of metrics. Not every phase and engine has each. */
export interface WatchedSystem {
  readonly page: JobKind;
  readonly alerts: readonly Alert[];
  /** Its panels, and the row that they stand in. */
  readonly shown?: { readonly row: (typeof systemRowTitles)[number]; readonly panels: readonly Panel[] };
}
