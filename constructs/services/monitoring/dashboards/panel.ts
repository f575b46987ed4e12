/** A query and how its series are called. */
export interface Query {
  readonly expr: string;
  /** `{{label}}` names a label's value. */
  readonly legend?: string;
}

/** Units as Grafana calls them. @see https://github.com/grafana/grafana/blob/main/packages/grafana-data/src/valueFormats/categories.ts */
export type Unit = 'none' | 'short' | 'percentunit' | 'bytes' | 'Bps' | 's' | 'reqps' | 'cores';

export interface Panel {
  readonly title: string;
  readonly kind: 'stat' | 'timeseries' | 'bargauge' | 'table' | 'logs';
  readonly queries: readonly Query[];
  /** Columns of 24. */
  readonly width: number;
  /** Default: 7. */
  readonly height?: number;
  readonly unit?: Unit;
  /** From this value on it is orange, or red. */
  readonly warn?: number;
  readonly alarm?: number;
  /** Small values are the bad ones. */
  readonly falling?: boolean;
  readonly maximum?: number;
  readonly description?: string;
}

export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

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
    panels: placed(rows),
  };
}

function variable({ name, label, query }: Variable) {
  return {
    type: 'query',
    name,
    label,
    datasource: source('timeseries'),
    query: { query, refId: name },
    refresh: 2,
    sort: 1,
    multi: true,
    includeAll: true,
    allValue: '.*',
    current: { text: ['All'], value: ['$__all'] },
  };
}

/** Panels from left to right; what does not fit goes below, and a row begins on a line of its own. */
function placed(rows: readonly Row[]) {
  const all: object[] = [];
  let y = 0;
  for (const { title, panels } of rows) {
    all.push({
      id: all.length + 1,
      type: 'row',
      title,
      collapsed: false,
      panels: [],
      gridPos: { x: 0, y, w: 24, h: 1 },
    });
    y += 1;
    let x = 0;
    let tallest = 0;
    for (const panel of panels) {
      if (x + panel.width > 24) {
        y += tallest;
        x = tallest = 0;
      }
      const h = panel.height ?? 7;
      all.push({ id: all.length + 1, ...model(panel), gridPos: { x, y, w: panel.width, h } });
      x += panel.width;
      tallest = Math.max(tallest, h);
    }
    y += tallest;
  }
  return all;
}

const source = (kind: Panel['kind']) => {
  const type = kind === 'logs' ? 'loki' : 'prometheus';
  return { type, uid: type };
};

function model(panel: Panel) {
  const { title, kind, queries, description } = panel;
  return {
    type: kind,
    title,
    ...(description && { description }),
    datasource: source(kind),
    targets: queries.map((query, index) => target(panel, query, index)),
    fieldConfig: { defaults: defaults(panel), overrides: [] },
    options: options[kind],
    ...(kind === 'table' && { transformations: [{ id: 'merge', options: {} }] }),
  };
}

function target({ kind }: Panel, { expr, legend }: Query, index: number) {
  const now = kind === 'stat' || kind === 'bargauge' || kind === 'table';
  return {
    refId: String.fromCharCode(65 + index),
    datasource: source(kind),
    expr,
    legendFormat: legend ?? '__auto',
    ...(now && { instant: true, range: false, ...(kind === 'table' && { format: 'table' }) }),
  };
}

function defaults({ unit, warn, alarm, falling, maximum, kind }: Panel) {
  const [good, bad] = falling ? ['red', 'green'] : ['green', 'red'];
  // In order from below: where small is bad, red stands first.
  const steps = [
    { color: good, value: null },
    ...(falling ? [...step('orange', alarm), ...step(bad, warn)] : [...step('orange', warn), ...step(bad, alarm)]),
  ];
  return {
    unit: unit === 'cores' ? 'suffix: cores' : (unit ?? 'short'),
    ...(maximum !== undefined && { min: 0, max: maximum }),
    color: { mode: kind === 'timeseries' ? 'palette-classic' : 'thresholds' },
    thresholds: {
      mode: 'absolute',
      steps: warn === undefined && alarm === undefined ? [{ color: 'blue', value: null }] : steps,
    },
  };
}

const step = (color: string | undefined, value: number | undefined) => (value === undefined ? [] : [{ color, value }]);

const reduce = { reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false } };
const options: Readonly<Record<Panel['kind'], object>> = {
  stat: { ...reduce, colorMode: 'background', textMode: 'auto', graphMode: 'none' },
  bargauge: { ...reduce, orientation: 'horizontal', displayMode: 'basic', showUnfilled: true },
  timeseries: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } },
  table: { showHeader: true },
  logs: { showTime: true, wrapLogMessage: true, sortOrder: 'Descending', dedupStrategy: 'none' },
};
