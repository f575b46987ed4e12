import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { dashboard } from '../../../../constructs/services/monitoring/dashboards/dashboard.ts';
import type { Panel } from '../../../../constructs/services/monitoring/dashboards/panel.ts';
import type { Fields } from '../../../support/manifests.ts';
import { town, townWith } from '../../../support/town.ts';

const monitoring = (phase: 1 | 2 | 3) => town(phase).manifests.in('monitoring');
const files = (phase: 1 | 2 | 3) => monitoring(phase).one('ConfigMap', 'grafana-config').data;
const env = monitoring(3).env('grafana');

describe('Grafana', () => {
  test('knows people by Authelia alone, and their role by their group', () => {
    expect(env).toMatchObject({
      GF_AUTH_GENERIC_OAUTH_AUTH_URL: 'https://auth.harbour.example/api/oidc/authorization',
      GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET__FILE: '/secrets/grafana-oidc.client-secret',
      GF_AUTH_GENERIC_OAUTH_ROLE_ATTRIBUTE_PATH: "contains(groups[*], 'admins') && 'Admin' || 'Viewer'",
      GF_AUTH_GENERIC_OAUTH_USE_PKCE: 'true',
      GF_AUTH_ANONYMOUS_ENABLED: 'false',
      GF_AUTH_BASIC_ENABLED: 'false',
      GF_AUTH_DISABLE_LOGIN_FORM: 'true',
      GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION: 'true',
      GF_SERVER_ROOT_URL: 'https://grafana.harbour.example',
    });
    const exposure = town().inventory.exposures.find(({ namespace }) => namespace === 'monitoring');
    expect(exposure?.access).toMatchObject({
      kind: 'oidc',
      client: { id: 'grafana', redirectPath: '/login/generic_oauth' },
    });
  });

  test('calls nobody: no reports, no updates, no avatars, no plugins, and no edge to the internet', () => {
    for (const name of [
      'ANALYTICS_REPORTING_ENABLED',
      'ANALYTICS_CHECK_FOR_UPDATES',
      'ANALYTICS_CHECK_FOR_PLUGIN_UPDATES',
      'NEWS_NEWS_FEED_ENABLED',
    ]) {
      expect(env[`GF_${name}`]).toBe('false');
    }
    expect(env).toMatchObject({ GF_SECURITY_DISABLE_GRAVATAR: 'true', GF_PLUGINS_PREINSTALL_DISABLED: 'true' });
    expect(monitoring(3).names('NetworkPolicy')).not.toContain('grafana-to-internet-https');
  });

  test('keeps nothing: all that it shows comes from files', () => {
    expect(monitoring(3).names('PersistentVolumeClaim')).not.toContain('grafana-data');
    expect(monitoring(3).mounts('grafana')).toMatchObject({
      '/var/lib/grafana': 'scratch-var-lib-grafana',
      '/etc/grafana/dashboards/platform.json': 'config:etc_grafana_dashboards_platform.json',
    });
  });

  test('is given the logs where they are kept', () => {
    const sources = (phase: 1 | 2 | 3) =>
      parse(files(phase)['etc_grafana_provisioning_datasources_uyoop.yaml']).datasources.map(({ uid }: Fields) => uid);
    expect(sources(1)).toEqual(['prometheus', 'alertmanager']);
    expect(sources(3)).toEqual(['prometheus', 'alertmanager', 'loki']);
    const without = townWith({ platform: { logs: false } }).manifests;
    expect([...without.names('Deployment'), ...without.names('DaemonSet')]).not.toEqual(
      expect.arrayContaining(['loki']),
    );
    expect(without.names('DaemonSet')).toEqual(['node-exporter']);
  });

  test('runs the plugins of its data sources, and of the bundled ones no other', () => {
    const { datasources } = parse(files(3)['etc_grafana_provisioning_datasources_uyoop.yaml']);
    const off = env.GF_PLUGINS_DISABLE_PLUGINS?.split(',') ?? [];
    expect(off).toEqual(expect.arrayContaining(['elasticsearch', 'grafana-postgresql-datasource', 'mysql', 'tempo']));
    for (const { type } of datasources) expect(off).not.toContain(type);
  });

  test('shows both runtimes and everything that may be lost on one page', () => {
    const { panels, templating } = JSON.parse(files(3)['etc_grafana_dashboards_platform.json']);
    const rows = panels.filter(({ type }: Fields) => type === 'row').map(({ title }: Fields) => title);
    expect(rows).toEqual([
      'Overview',
      'Machines',
      'Services (K3s and Docker Compose)',
      'State',
      'Web',
      'Mail and perimeter',
      'GitOps',
      'Logs',
    ]);
    expect(templating.list.map(({ name }: Fields) => name)).toEqual(['machine', 'namespace', 'service']);
    const ids = panels.map(({ id }: Fields) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const first = JSON.parse(files(1)['etc_grafana_dashboards_platform.json']);
    expect(first.panels.map(({ title }: Fields) => title)).not.toContain('Logs');
  });
});

describe('a dashboard', () => {
  const panel = (width: number, more: Partial<Panel> = {}): Panel => ({
    title: 'x',
    kind: 'timeseries',
    width,
    queries: [{ expr: 'up' }],
    ...more,
  });
  const laid = (...panels: Panel[]): Fields[] =>
    dashboard({
      uid: 'u',
      title: 't',
      variables: [],
      rows: [
        { title: 'r', panels },
        { title: 's', panels: [] },
      ],
    }).panels;

  test('lays panels from left to right, and below what was tallest when they do not fit', () => {
    const [row, a, b, c, next] = laid(panel(12, { height: 4 }), panel(12, { height: 9 }), panel(6));
    expect([row, a, b, c, next].map(({ gridPos: { x, y, w, h } }) => [x, y, w, h])).toEqual([
      [0, 0, 24, 1],
      [0, 1, 12, 4],
      [12, 1, 12, 9],
      [0, 10, 6, 7],
      [0, 17, 24, 1],
    ]);
  });

  test('colours what is large, or what is small, as the panel says', () => {
    const steps = (more: Partial<Panel>) =>
      laid(panel(6, more))[1].fieldConfig.defaults.thresholds.steps.map(({ color, value }: Fields) => [color, value]);
    expect(steps({ warn: 1, alarm: 2 })).toEqual([
      ['green', null],
      ['orange', 1],
      ['red', 2],
    ]);
    expect(steps({ warn: 2, alarm: 1, falling: true })).toEqual([
      ['red', null],
      ['orange', 1],
      ['green', 2],
    ]);
    expect(steps({})).toEqual([['blue', null]]);
  });
});
