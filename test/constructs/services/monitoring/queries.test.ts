import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { catalogOf, ownMetrics } from '../../../../constructs/services/monitoring/metrics/metric-catalog.ts';
import { series } from '../../../../constructs/services/monitoring/metrics/promql.ts';
import { type Composed, choices } from '../../../support/composed.ts';
import type { Fields } from '../../../support/manifests.ts';
import { town } from '../../../support/town.ts';
import { readPromql } from './promql.ts';

function monitoring(composed: Composed) {
  const manifests = composed.manifests.in('monitoring');
  const prometheus = manifests.one('ConfigMap', 'prometheus-config').data;
  const grafana = manifests.one('ConfigMap', 'grafana-config').data;
  return {
    config: parse(prometheus['etc_prometheus_prometheus.yml']),
    rules: parse(prometheus['etc_prometheus_rules.yml']).groups.flatMap((group: Fields) => group.rules),
    dashboard: JSON.parse(grafana['etc_grafana_dashboards_platform.json']),
  };
}

describe.each(choices)('phase %s with %s', (phase, gitops) => {
  const { config, rules, dashboard } = monitoring(town(phase, gitops));
  const panels: Fields[] = dashboard.panels.filter(({ type }: Fields) => type !== 'row');
  const ofPanels = panels
    .filter(({ type }) => type !== 'logs')
    .flatMap(({ targets }) => targets.map(({ expr }: Fields) => expr));
  const ofVariables = dashboard.templating.list.map(
    ({ query }: Fields) => /^label_values\((.*), \w+\)$/.exec(query.query)?.[1],
  );
  const expressions: string[] = [...rules.map(({ expr }: Fields) => expr), ...ofPanels, ...ofVariables];

  test('has queries that Prometheus’s own grammar reads', () => {
    expect(expressions.length).toBeGreaterThan(80);
    expect(expressions.flatMap((expression) => readPromql(expression).errors)).toEqual([]);
  });

  test('asks Loki for lines with a matcher that an empty label does not pass, whatever is chosen above', () => {
    const logs: string[] = panels
      .filter(({ type }) => type === 'logs')
      .flatMap(({ targets }) => targets.map(({ expr }: Fields) => expr));
    expect(logs).toHaveLength(phase === 1 ? 0 : 1);
    for (const query of logs) {
      const matchers = [...query.replaceAll(/\$\w+/g, '.*').matchAll(/(\w+)=~"([^"]*)"/g)];
      const strict = matchers.filter(([, , pattern]) => !new RegExp(`^(?:${pattern})$`).test(''));
      expect(strict.map(([, label]) => label)).toEqual(['job']);
    }
  });

  test('names only metrics of jobs that it scrapes', () => {
    const kinds: string[] = config.scrape_configs.map(({ job_name }: Fields) => job_name.split('/').at(-1));
    const scraped = new Set<string>([...ownMetrics, ...kinds.flatMap((kind) => catalogOf(kind)?.metrics ?? [])]);
    const named = new Set(expressions.flatMap((expression) => readPromql(expression).metrics));
    expect(named.size).toBeGreaterThan(20);
    expect([...named].filter((metric) => !scraped.has(metric))).toEqual([]);
  });

  test('keeps of a large page every metric that it names', () => {
    for (const { job_name, metric_relabel_configs = [] } of config.scrape_configs as Fields[]) {
      const kept = metric_relabel_configs.find(({ action }: Fields) => action === 'keep');
      if (kept) expect(kept.regex.split('|')).toEqual([...(catalogOf(job_name.split('/').at(-1))?.metrics ?? [])]);
    }
  });

  test('records every fact that a query compares with', () => {
    const recorded = new Set(rules.flatMap(({ record }: Fields) => record ?? []));
    const compared = expressions
      .flatMap((expression) => readPromql(expression).metrics)
      .filter((name) => name.includes(':'));
    expect(compared.filter((name) => !recorded.has(name))).toEqual([]);
  });
});

test('a query that makes no sense, and a metric that nobody knows, are found', () => {
  expect(readPromql('sum by (machine (up)').errors).not.toEqual([]);
  expect(readPromql('rate(up[5m]').errors).not.toEqual([]);
  expect(readPromql('max(invented_total{a="b"}) / on (a) group_left (b) up').metrics).toEqual(['invented_total', 'up']);
});

test('a selector escapes what it is given, and matches as it says', () => {
  expect(series('up')).toBe('up');
  expect(series('up', { a: 'x"y', b: { not: '1' }, c: { like: 'd|e' }, f: { unlike: 'g.*' } }, '5m')).toBe(
    'up{a="x\\"y",b!="1",c=~"d|e",f!~"g.*"}[5m]',
  );
  // @ts-expect-error a metric that no job brings does not compile
  expect(readPromql(series('invented_total')).errors).toEqual([]);
});
