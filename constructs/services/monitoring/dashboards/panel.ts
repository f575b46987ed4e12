/** A query and how its series are called. */
export interface Query {
  readonly expr: string;
  /** `{{label}}` names a label's value. */
  readonly legend?: string;
}

/** Units as Grafana calls them. @see https://github.com/grafana/grafana/blob/main/packages/grafana-data/src/valueFormats/categories.ts */
export type Unit = 'none' | 'short' | 'percentunit' | 'bytes' | 'Bps' | 's' | 'reqps' | 'cores';

/** How a panel shows its numbers. */
export interface Look {
  /** Columns of 24. */
  readonly width?: number;
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

export interface Panel extends Look {
  readonly title: string;
  readonly kind: 'stat' | 'timeseries' | 'bargauge' | 'table' | 'logs';
  readonly queries: readonly Query[];
  readonly width: number;
}

export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** One number. */
export const stat = (title: string, expr: string, look: Look = {}): Panel => ({
  title,
  kind: 'stat',
  width: 4,
  height: 4,
  queries: [{ expr }],
  ...look,
});

/** Lines over time, half as wide as the page. */
export const graph = (title: string, queries: readonly Query[], look: Look = {}): Panel => ({
  title,
  kind: 'timeseries',
  width: 12,
  queries,
  ...look,
});

/** A bar for each series, half as wide as the page. */
export const bars = (title: string, query: Query, look: Look = {}): Panel => ({
  title,
  kind: 'bargauge',
  width: 12,
  queries: [query],
  ...look,
});

/** A line for each series, as wide as the page. */
export const table = (title: string, expressions: readonly string[], look: Look = {}): Panel => ({
  title,
  kind: 'table',
  width: 24,
  queries: expressions.map((expr) => ({ expr })),
  ...look,
});
