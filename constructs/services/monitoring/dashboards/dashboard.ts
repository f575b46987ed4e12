import type { Panel, Row } from './panel.ts';
import { panelModel, sourceOf } from './panel-model.ts';

/** A choice at the top, of the values that a label has. */
export interface Variable {
  readonly name: string;
  readonly label: string;
  /** `label_values(selector, label)`. */
  readonly query: string;
}

export interface DashboardProps {
  readonly uid: string;
  readonly title: string;
  readonly variables: readonly Variable[];
  readonly rows: readonly Row[];
}

/** The dashboard in Grafana's own schema. @see https://grafana.com/docs/grafana/latest/visualizations/dashboards/build-dashboards/view-dashboard-json-model/ */
export function dashboard({ uid, title, variables, rows }: DashboardProps) {
  return {
    uid,
    title,
    schemaVersion: 41,
    editable: false,
    graphTooltip: 1,
    refresh: '1m',
    time: { from: 'now-6h', to: 'now' },
    timezone: 'browser',
    templating: { list: variables.map(variable) },
    panels: stacked(rows).map((panel, index) => ({ id: index + 1, ...panel })),
  };
}

function variable({ name, label, query }: Variable) {
  return {
    type: 'query',
    name,
    label,
    datasource: sourceOf('timeseries'),
    query: { query, refId: name },
    refresh: 2,
    sort: 1,
    multi: true,
    includeAll: true,
    allValue: '.*',
    current: { text: ['All'], value: ['$__all'] },
  };
}

/** A row begins on a line of its own, below all that stands before it. */
function stacked(rows: readonly Row[]): readonly object[] {
  let y = 0;
  return rows.flatMap(({ title, panels }) => {
    const head = { type: 'row', title, collapsed: false, panels: [], gridPos: { x: 0, y, w: 24, h: 1 } };
    const laid = besideEachOther(panels, y + 1);
    y = Math.max(y + 1, ...laid.map(({ gridPos }) => gridPos.y + gridPos.h));
    return [head, ...laid];
  });
}

/** From left to right; what does not fit goes below the tallest of its line. */
function besideEachOther(panels: readonly Panel[], top: number) {
  let [x, y, bottom] = [0, top, top];
  return panels.map((panel) => {
    const { width: w, height: h = 7 } = panel;
    if (x + w > 24) [x, y] = [0, bottom];
    const gridPos = { x, y, w, h };
    x += w;
    bottom = Math.max(bottom, y + h);
    return { ...panelModel(panel), gridPos };
  });
}
