import type { Construct } from 'constructs';
import type { Host } from '../../../platform/types.ts';
import { images } from '../../../platform/versions.ts';
import { fileOf, oidc, type Portal, random, Service, scratch, type Workload, yamlText } from '../../index.ts';
import { platformDashboard } from './dashboards/platform-dashboard.ts';
import type { Prometheus } from './prometheus.ts';

export interface GrafanaProps {
  readonly host: Host;
  readonly prometheus: Prometheus;
  readonly alertmanager: Workload;
  readonly loki?: Workload;
}

/**
 * The one way to look at measurements, alerts and logs. Everything in it comes from files and people come from Authelia,
 * so that its database may vanish with its pod: after a restart everybody logs in again.
 *
 * @see https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/
 */
export class Grafana extends Service {
  override readonly system = 'Grafana';

  constructor(scope: Construct, id: string, props: GrafanaProps) {
    super(scope, id);
    const { prometheus, alertmanager, loki } = props;
    const portal = this.portal(props.host);
    const keys = this.secret('keys', { 'secret-key': random() });
    const login = this.secret('oidc', { 'client-secret': random(64) });
    const provisioning = '/etc/grafana/provisioning';

    const web = this.workload('web', {
      image: images.grafana,
      user: 472,
      ports: { http: 3000 },
      env: {
        ...quiet,
        ...loginBy(portal),
        GF_SERVER_ROOT_URL: `https://${props.host}`,
        GF_SECURITY_SECRET_KEY__FILE: fileOf(keys['secret-key']),
        GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET__FILE: fileOf(login['client-secret']),
      },
      files: {
        [`${provisioning}/datasources/uyoop.yaml`]: dataSources(prometheus.web, alertmanager, loki),
        [`${provisioning}/dashboards/uyoop.yaml`]: dashboardProvider,
        // By id, so that a link in a mail stays true.
        '/etc/grafana/dashboards/platform.json': () =>
          `${JSON.stringify(platformDashboard(prometheus.kinds, this.platform), null, 2)}\n`,
      },
      volumes: { '/var/lib/grafana': scratch('256Mi') },
      resources: { cpu: '50m', memory: '128Mi', memoryLimit: '384Mi' },
      probe: '/api/health',
      reaches: [prometheus.web, alertmanager, ...(loki ? [loki] : []), portal.endpoint],
    });

    this.expose(web, {
      host: props.host,
      access: oidc({
        groups: ['admins', 'developers'],
        client: {
          id: 'grafana',
          name: 'Grafana',
          secret: login['client-secret'],
          redirectPath: '/login/generic_oauth',
        },
        reason: 'Grafana gives each person a role by his groups, which it learns from OpenID Connect alone',
      }),
    });
  }
}

/** Bundled data sources that we do not have: each would run a process of its own under the pod's memory limit. */
const unused = [
  'elasticsearch',
  'grafana-postgresql-datasource',
  'grafana-pyroscope-datasource',
  'influxdb',
  'jaeger',
  'mssql',
  'mysql',
  'opentsdb',
  'stackdriver',
  'tempo',
  'zipkin',
];

/** It calls nobody, lets nobody in by another door, and evaluates nothing itself. */
const quiet = {
  GF_LOG_MODE: 'console',
  GF_ANALYTICS_REPORTING_ENABLED: 'false',
  GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
  GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
  GF_ANALYTICS_FEEDBACK_LINKS_ENABLED: 'false',
  GF_NEWS_NEWS_FEED_ENABLED: 'false',
  // Else it would replace the bundled Prometheus and Loki on a root that is read-only, and lose both.
  GF_PLUGINS_PREINSTALL_DISABLED: 'true',
  GF_PLUGINS_DISABLE_PLUGINS: unused.join(','),
  GF_PLUGINS_PLUGIN_ADMIN_ENABLED: 'false',
  GF_SECURITY_DISABLE_GRAVATAR: 'true',
  GF_SECURITY_COOKIE_SECURE: 'true',
  // Nobody logs in with a password, so that there is no first account to protect.
  GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION: 'true',
  GF_SNAPSHOTS_EXTERNAL_ENABLED: 'false',
  GF_USERS_ALLOW_SIGN_UP: 'false',
  GF_AUTH_ANONYMOUS_ENABLED: 'false',
  GF_AUTH_BASIC_ENABLED: 'false',
  GF_AUTH_DISABLE_LOGIN_FORM: 'true',
  GF_UNIFIED_ALERTING_EXECUTE_ALERTS: 'false',
  GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH: '/etc/grafana/dashboards/platform.json',
} as const;

/** @see https://www.authelia.com/integration/openid-connect/clients/grafana/ */
function loginBy({ issuer }: Portal) {
  return {
    GF_AUTH_GENERIC_OAUTH_ENABLED: 'true',
    GF_AUTH_GENERIC_OAUTH_NAME: 'Authelia',
    GF_AUTH_GENERIC_OAUTH_ICON: 'signin',
    GF_AUTH_GENERIC_OAUTH_AUTO_LOGIN: 'true',
    GF_AUTH_GENERIC_OAUTH_CLIENT_ID: 'grafana',
    GF_AUTH_GENERIC_OAUTH_SCOPES: 'openid profile email groups',
    GF_AUTH_GENERIC_OAUTH_EMPTY_SCOPES: 'false',
    GF_AUTH_GENERIC_OAUTH_AUTH_URL: `${issuer}/api/oidc/authorization`,
    GF_AUTH_GENERIC_OAUTH_TOKEN_URL: `${issuer}/api/oidc/token`,
    GF_AUTH_GENERIC_OAUTH_API_URL: `${issuer}/api/oidc/userinfo`,
    GF_AUTH_GENERIC_OAUTH_AUTH_STYLE: 'InHeader',
    GF_AUTH_GENERIC_OAUTH_USE_PKCE: 'true',
    GF_AUTH_GENERIC_OAUTH_LOGIN_ATTRIBUTE_PATH: 'preferred_username',
    GF_AUTH_GENERIC_OAUTH_NAME_ATTRIBUTE_PATH: 'name',
    GF_AUTH_GENERIC_OAUTH_GROUPS_ATTRIBUTE_PATH: 'groups',
    GF_AUTH_GENERIC_OAUTH_ROLE_ATTRIBUTE_PATH: "contains(groups[*], 'admins') && 'Admin' || 'Viewer'",
    GF_AUTH_GENERIC_OAUTH_ROLE_ATTRIBUTE_STRICT: 'true',
  };
}

/** @see https://grafana.com/docs/grafana/latest/administration/provisioning/#data-sources */
function dataSources(prometheus: Workload, alertmanager: Workload, loki?: Workload): string {
  const source = (type: string, name: string, { host, port }: Workload, more: object) => ({
    name,
    type,
    uid: type,
    access: 'proxy',
    url: `http://${host}:${port}`,
    editable: false,
    ...more,
  });
  return yamlText({
    apiVersion: 1,
    // What a file no longer names goes.
    prune: true,
    datasources: [
      source('prometheus', 'Prometheus', prometheus, {
        isDefault: true,
        jsonData: { httpMethod: 'POST', timeInterval: '30s', prometheusType: 'Prometheus' },
      }),
      source('alertmanager', 'Alertmanager', alertmanager, { jsonData: { implementation: 'prometheus' } }),
      ...(loki ? [source('loki', 'Loki', loki, { jsonData: { maxLines: 1000 } })] : []),
    ],
  });
}

const dashboardProvider = yamlText({
  apiVersion: 1,
  providers: [
    {
      name: 'uyoop',
      type: 'file',
      disableDeletion: true,
      allowUiUpdates: false,
      options: { path: '/etc/grafana/dashboards' },
    },
  ],
});
