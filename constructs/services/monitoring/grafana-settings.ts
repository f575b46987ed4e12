import type { Portal } from '../../index.ts';

/** Where the one dashboard lies. */
export const dashboardFile = '/etc/grafana/dashboards/platform.json';

/** Grafana as Authelia knows it. */
export const client = { id: 'grafana', name: 'Grafana', redirectPath: '/login/generic_oauth' } as const;

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
export const quiet = {
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
  GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH: dashboardFile,
} as const;

/** @see https://www.authelia.com/integration/openid-connect/clients/grafana/ */
export function loginBy({ issuer }: Portal) {
  const api = `${issuer}/api/oidc`;
  const settings = {
    ENABLED: 'true',
    NAME: 'Authelia',
    ICON: 'signin',
    AUTO_LOGIN: 'true',
    CLIENT_ID: client.id,
    SCOPES: 'openid profile email groups',
    EMPTY_SCOPES: 'false',
    AUTH_URL: `${api}/authorization`,
    TOKEN_URL: `${api}/token`,
    API_URL: `${api}/userinfo`,
    ...askedOfPeople,
  };
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [`GF_AUTH_GENERIC_OAUTH_${name}`, value]));
}

const askedOfPeople = {
  AUTH_STYLE: 'InHeader',
  USE_PKCE: 'true',
  LOGIN_ATTRIBUTE_PATH: 'preferred_username',
  NAME_ATTRIBUTE_PATH: 'name',
  GROUPS_ATTRIBUTE_PATH: 'groups',
  ROLE_ATTRIBUTE_PATH: "contains(groups[*], 'admins') && 'Admin' || 'Viewer'",
  ROLE_ATTRIBUTE_STRICT: 'true',
} as const;
