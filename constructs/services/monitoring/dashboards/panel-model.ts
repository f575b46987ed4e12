import type { Panel, Query } from './panel.ts';

/** A panel in Grafana's own schema, but for its place. */
export function panelModel(panel: Panel) {
  const { title, kind, queries, description } = panel;
  return {
    type: kind,
    title,
    ...(description && { description }),
    datasource: sourceOf(kind),
    targets: queries.map((query, index) => target(panel, query, index)),
    fieldConfig: { defaults: defaults(panel), overrides: [] },
    options: options[kind],
    ...(kind === 'table' && { transformations: [{ id: 'merge', options: {} }] }),
  };
}

/** The data source that a kind of panel asks, by its id. */
export function sourceOf(kind: Panel['kind']) {
  const type = kind === 'logs' ? 'loki' : 'prometheus';
  return { type, uid: type };
}

function target({ kind }: Panel, { expr, legend }: Query, index: number) {
  const now = kind === 'stat' || kind === 'bargauge' || kind === 'table';
  return {
    refId: String.fromCharCode(65 + index),
    datasource: sourceOf(kind),
    expr,
    legendFormat: legend ?? '__auto',
    ...(now && { instant: true, range: false, ...(kind === 'table' && { format: 'table' }) }),
  };
}

function defaults(panel: Panel) {
  const { unit, maximum, kind } = panel;
  return {
    unit: unit === 'cores' ? 'suffix: cores' : (unit ?? 'short'),
    ...(maximum !== undefined && { min: 0, max: maximum }),
    color: { mode: kind === 'timeseries' ? 'palette-classic' : 'thresholds' },
    thresholds: { mode: 'absolute', steps: steps(panel) },
  };
}

/** In order from below: where small is bad, red stands first. */
function steps({ warn, alarm, falling }: Panel) {
  if (warn === undefined && alarm === undefined) return [{ color: 'blue', value: null }];
  return falling
    ? [{ color: 'red', value: null }, ...step('orange', alarm), ...step('green', warn)]
    : [{ color: 'green', value: null }, ...step('orange', warn), ...step('red', alarm)];
}

const step = (color: string, value: number | undefined) => (value === undefined ? [] : [{ color, value }]);

const reduce = { reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false } };
const options: Readonly<Record<Panel['kind'], object>> = {
  stat: { ...reduce, colorMode: 'background', textMode: 'auto', graphMode: 'none' },
  bargauge: { ...reduce, orientation: 'horizontal', displayMode: 'basic', showUnfilled: true },
  timeseries: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } },
  table: { showHeader: true },
  logs: { showTime: true, wrapLogMessage: true, sortOrder: 'Descending', dedupStrategy: 'none' },
};
