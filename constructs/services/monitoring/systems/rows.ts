import type { Row } from '../dashboards/panel.ts';
import type { JobKind } from '../metrics/metric-catalog.ts';
import { systemRowTitles } from './system.ts';
import { systems } from './systems.ts';

/** The rows of the systems around the services, each as far as its page is scraped. */
export function systemRows(scraped: ReadonlySet<JobKind>): readonly Row[] {
  const shown = systems.filter(({ page }) => scraped.has(page)).flatMap(({ shown }) => shown ?? []);
  const rows = systemRowTitles.map((title) => {
    const own = shown.filter(({ row }) => row === title);
    return { title, panels: own.flatMap(({ panels }) => panels) };
  });
  return rows.filter(({ panels }) => panels.length > 0);
}
