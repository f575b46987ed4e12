import type { Image } from './types.ts';

/** Every image that we run ourselves. Renovate reads the comment above a line and moves the line. */
export const images = {
  // renovate: datasource=docker depName=authelia/authelia
  authelia: 'authelia/authelia:4.39.20',
  // renovate: datasource=docker depName=valkey/valkey
  valkey: 'valkey/valkey:9.1.1-alpine',
  // renovate: datasource=docker depName=nextcloud
  nextcloud: 'nextcloud:34.0.3-apache',
  // renovate: datasource=docker depName=ghost
  ghost: 'ghost:6.59.0',
  // renovate: datasource=docker depName=mautic/mautic
  mautic: 'mautic/mautic:7.2.0-apache',
  // renovate: datasource=docker depName=dolibarr/dolibarr
  dolibarr: 'dolibarr/dolibarr:23.0.2',
  // renovate: datasource=docker depName=mariadb
  mariadb: 'mariadb:11.8.8',
  // renovate: datasource=docker depName=mysql
  mysql: 'mysql:8.4.11',
  // renovate: datasource=docker depName=postgres
  postgresql: 'postgres:17.11',
  // renovate: datasource=docker depName=prom/prometheus
  prometheus: 'prom/prometheus:v3.15.1',
  // renovate: datasource=docker depName=prom/alertmanager
  alertmanager: 'prom/alertmanager:v0.34.0',
  // renovate: datasource=docker depName=prom/blackbox-exporter
  blackboxExporter: 'prom/blackbox-exporter:v0.28.0',
  // renovate: datasource=docker depName=prom/node-exporter
  nodeExporter: 'prom/node-exporter:v1.12.1',
  // renovate: datasource=docker depName=ghcr.io/google/cadvisor
  cadvisor: 'ghcr.io/google/cadvisor:v0.60.5',
  // renovate: datasource=docker depName=grafana/grafana
  grafana: 'grafana/grafana:13.2.3',
  // renovate: datasource=docker depName=grafana/loki
  loki: 'grafana/loki:3.7.8',
  // renovate: datasource=docker depName=grafana/alloy
  alloy: 'grafana/alloy:v1.19.2',
  // renovate: datasource=docker depName=gitlab/gitlab-runner versioning=regex:^alpine-v(?<major>\d+)\.(?<minor>\d+)\.(?<patch>\d+)$
  gitlabRunner: 'gitlab/gitlab-runner:alpine-v19.3.0',
  // renovate: datasource=docker depName=gitlab/gitlab-ce versioning=regex:^(?<major>\d+)\.(?<minor>\d+)\.(?<patch>\d+)-ce\.(?<build>\d+)$
  gitlab: 'gitlab/gitlab-ce:19.2.6-ce.0',
  // renovate: datasource=docker depName=alpine/git
  git: 'alpine/git:v2.54.0',
  // renovate: datasource=docker depName=sonarqube
  sonarqube: 'sonarqube:26.8.0.126808-community',
  // renovate: datasource=docker depName=ollama/ollama
  ollama: 'ollama/ollama:0.32.15',
  // renovate: datasource=docker depName=ghcr.io/open-webui/open-webui
  openWebUi: 'ghcr.io/open-webui/open-webui:v0.11.4',
  // renovate: datasource=docker depName=hashicorp/vault
  vault: 'hashicorp/vault:2.0.4',
  // renovate: datasource=docker depName=velero/velero-plugin-for-aws
  veleroAws: 'velero/velero-plugin-for-aws:v1.13.2',
} as const satisfies Record<string, Image>;

/** Helm charts of the operators: where from and which. */
export const charts = {
  certManager: {
    repository: 'oci://quay.io/jetstack/charts',
    chart: 'cert-manager',
    // renovate: datasource=docker depName=quay.io/jetstack/charts/cert-manager
    version: 'v1.21.1',
  },
  sealedSecrets: {
    repository: 'https://bitnami.github.io/sealed-secrets',
    chart: 'sealed-secrets',
    // renovate: datasource=helm depName=sealed-secrets registryUrl=https://bitnami.github.io/sealed-secrets
    version: '2.19.1',
  },
  vault: {
    repository: 'https://helm.releases.hashicorp.com',
    chart: 'vault',
    // renovate: datasource=helm depName=vault registryUrl=https://helm.releases.hashicorp.com
    version: '0.34.1',
  },
  trivyOperator: {
    repository: 'https://aquasecurity.github.io/helm-charts',
    chart: 'trivy-operator',
    // renovate: datasource=helm depName=trivy-operator registryUrl=https://aquasecurity.github.io/helm-charts
    version: '0.34.0',
  },
  longhorn: {
    repository: 'https://charts.longhorn.io',
    chart: 'longhorn',
    // renovate: datasource=helm depName=longhorn registryUrl=https://charts.longhorn.io
    version: '1.12.1',
  },
  velero: {
    repository: 'https://vmware-tanzu.github.io/helm-charts',
    chart: 'velero',
    // renovate: datasource=helm depName=velero registryUrl=https://vmware-tanzu.github.io/helm-charts
    version: '12.1.0',
  },
  fluxOperator: {
    repository: 'oci://ghcr.io/controlplaneio-fluxcd/charts',
    chart: 'flux-operator',
    // renovate: datasource=docker depName=ghcr.io/controlplaneio-fluxcd/charts/flux-operator
    version: '0.59.0',
  },
  argoCd: {
    repository: 'oci://ghcr.io/argoproj/argo-helm',
    chart: 'argo-cd',
    // renovate: datasource=docker depName=ghcr.io/argoproj/argo-helm/argo-cd
    version: '10.9.2',
  },
} as const;

/** Code that runs inside Traefik, pinned to the commit that its tag had when it was read. */
export const plugins = {
  crowdsec: {
    module: 'github.com/maxlerebourg/crowdsec-bouncer-traefik-plugin',
    // renovate: datasource=github-tags depName=maxlerebourg/crowdsec-bouncer-traefik-plugin
    version: 'v1.7.1',
    commit: 'bef5dfaadbb07381af02ec4e7391e49214ebf953',
  },
} as const;

// renovate: datasource=github-releases depName=fluxcd/flux2
export const fluxVersion = 'v2.9.4';
