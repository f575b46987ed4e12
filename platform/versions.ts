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
  // renovate: datasource=docker depName=mariadb versioning=semver
  mariadb: 'mariadb:11.8.8',
  // renovate: datasource=docker depName=mysql versioning=semver
  mysql: 'mysql:8.4.11',
  // renovate: datasource=docker depName=postgres versioning=semver
  postgresql: 'postgres:17.11',
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

// renovate: datasource=github-releases depName=fluxcd/flux2
export const fluxVersion = 'v2.9.4';

// renovate: datasource=github-releases depName=k3s-io/k3s versioning=loose
export const k3sVersion = 'v1.36.4+k3s1';
