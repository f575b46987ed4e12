/** Where what is new in a version stands, by the image's or the chart's name. A test holds that each of `dist/` has one. */
const pages: Readonly<Record<string, string>> = {
  'alpine/git': 'https://github.com/git/git/tree/master/Documentation/RelNotes',
  'authelia/authelia': 'https://github.com/authelia/authelia/releases',
  'cert-manager': 'https://github.com/cert-manager/cert-manager/releases',
  'dolibarr/dolibarr': 'https://github.com/Dolibarr/dolibarr/releases',
  'ghcr.io/open-webui/open-webui': 'https://github.com/open-webui/open-webui/releases',
  ghost: 'https://github.com/TryGhost/Ghost/releases',
  'gitlab/gitlab-ce': 'https://about.gitlab.com/releases/',
  'gitlab/gitlab-runner': 'https://gitlab.com/gitlab-org/gitlab-runner/-/releases',
  'grafana/alloy': 'https://github.com/grafana/alloy/releases',
  'grafana/grafana': 'https://github.com/grafana/grafana/releases',
  'grafana/loki': 'https://github.com/grafana/loki/releases',
  'hashicorp/vault': 'https://github.com/hashicorp/vault/releases',
  mariadb: 'https://mariadb.com/docs/release-notes',
  'mautic/mautic': 'https://github.com/mautic/mautic/releases',
  mysql: 'https://dev.mysql.com/doc/relnotes/mysql/8.4/en/',
  nextcloud: 'https://nextcloud.com/changelog/',
  'ollama/ollama': 'https://github.com/ollama/ollama/releases',
  postgres: 'https://www.postgresql.org/docs/release/',
  'prom/alertmanager': 'https://github.com/prometheus/alertmanager/releases',
  'prom/blackbox-exporter': 'https://github.com/prometheus/blackbox_exporter/releases',
  'prom/node-exporter': 'https://github.com/prometheus/node_exporter/releases',
  'prom/prometheus': 'https://github.com/prometheus/prometheus/releases',
  sonarqube: 'https://github.com/SonarSource/sonarqube/releases',
  'sealed-secrets': 'https://github.com/bitnami-labs/sealed-secrets/releases',
  'valkey/valkey': 'https://github.com/valkey-io/valkey/releases',
  vault: 'https://github.com/hashicorp/vault-helm/releases',
  'flux-operator': 'https://github.com/controlplaneio-fluxcd/flux-operator/releases',
};

/** The page, by the name's last word where the whole name is unknown. */
export const changelogOf = (name: string): string | undefined => pages[name] ?? pages[name.split('/').at(-1) ?? ''];
