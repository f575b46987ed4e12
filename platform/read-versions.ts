/**
 * Versions that do not move by themselves: beside each something was read or imported, and whoever moves it reads or imports again.
 * Renovate proposes them like all others, and a test is red until that has been done.
 */

// renovate: datasource=github-releases depName=k3s-io/k3s versioning=regex:^v(?<major>\d+)\.(?<minor>\d+)\.(?<patch>\d+)\+k3s(?<build>\d+)$
export const k3sVersion = 'v1.36.4+k3s1';

/**
 * What K3s brings with it, read at the tag that `for` names. Whoever moves K3s reads its release again and writes this anew: a
 * chart's major renames values, and a key that it no longer knows is dropped in silence.
 */
export const k3sBrings = {
  for: 'v1.36.4+k3s1',
  traefikChart: '40.1',
  traefik: '3.7.8',
  helmController: '0.17.7',
  localPath: '0.0.37',
} as const;

/** What the machine's Mailcow is checked out at: its DNS page and its backup's tool were read there. */
// renovate: datasource=github-releases depName=mailcow/mailcow-dockerized versioning=loose
export const mailcowVersion = '2026-07a';

/** Terraform providers. A merge request that moves one is red until `imports/` holds the schema of that version. */
export const providers = {
  // renovate: datasource=terraform-provider depName=gitlabhq/gitlab
  gitlab: '19.1.0',
  // renovate: datasource=terraform-provider depName=ovh/ovh
  ovh: '2.19.0',
  // renovate: datasource=terraform-provider depName=hashicorp/vault
  vault: '5.11.0',
} as const;

/** Schemas of `imports/`, by the row of its README; the same holds for them. */
export const schemas = {
  // renovate: datasource=github-tags depName=kubernetes/kubernetes
  'kubernetes/definitions.json': 'v1.36.3',
  // renovate: datasource=github-releases depName=argoproj/argo-cd
  'crds/argoproj.io': 'v3.5.7',
  // renovate: datasource=github-releases depName=bitnami/sealed-secrets
  'crds/bitnami.com': 'v0.40.0',
  // renovate: datasource=github-releases depName=cert-manager/cert-manager
  'crds/cert-manager.io': 'v1.21.2',
  // renovate: datasource=github-releases depName=controlplaneio-fluxcd/flux-operator
  'crds/fluxcd.controlplane.io': 'v0.59.0',
  // renovate: datasource=github-releases depName=k3s-io/helm-controller
  'crds/helm.cattle.io': 'v0.17.9',
  // renovate: datasource=github-releases depName=fluxcd/helm-controller
  'crds/helm.toolkit.fluxcd.io': 'v1.6.5',
  // renovate: datasource=github-releases depName=fluxcd/kustomize-controller
  'crds/kustomize.toolkit.fluxcd.io': 'v1.9.6',
  // renovate: datasource=github-releases depName=fluxcd/source-controller
  'crds/source.toolkit.fluxcd.io': 'v1.9.6',
  // renovate: datasource=github-releases depName=traefik/traefik
  'crds/traefik.io': 'v3.7.13',
} as const;
