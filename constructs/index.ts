/** The door: the words that a service is written in. What is not here is how the blocks work inside. Only `services/` uses it. */

export { by } from './facts/by.ts';
export { BackupClaim, Exception, HostCheckout, HostSysctl, noBackup, ResourceClaim } from './facts/claim.ts';
export { fill } from './facts/fill.ts';
export { grouped } from './facts/grouped.ts';
export { clusterHost, landmarks, strangersNamespace } from './facts/landmarks.ts';
export { machinesOf, platformOf, serverOf, zoneOf } from './facts/platform-app.ts';
export { keepOnDeploy } from './facts/prune.ts';
export { bytes, mebi, millicores } from './facts/quantity.ts';
export { checkedSchedule } from './facts/schedule.ts';
export { yamlText } from './facts/yaml.ts';
export type { Inventory } from './inventory.ts';
export { Edge } from './network/edge.ts';
export {
  type Endpoint,
  internet,
  kubernetesApi,
  ownPlainWeb,
  ownWeb,
  type Pods,
  publicAddress,
  traefikPods,
  wholeWeb,
} from './network/endpoint.ts';
export { Bucket } from './outside/bucket.ts';
export { forgeOf } from './outside/forge.ts';
export { type Mailbox, mailOf } from './outside/mail.ts';
export { podField } from './pod/env.ts';
export { hostFolder, projection, scratch } from './pod/folder.ts';
export { ForeignPods, noShare } from './pod/foreign-pods.ts';
export { MetricsTarget, metricsService } from './pod/metrics.ts';
export type { FileText } from './pod/pod-props.ts';
export { priorityOf, ranks } from './pod/priority.ts';
export { pinnedTo, tierKey, tolerationOf } from './pod/scheduling.ts';
export { injected } from './pod/vault-agent.ts';
export { type Volume, volumeAnnotations } from './pod/volume.ts';
export {
  MachineWorkload,
  PodOwner,
  type ScheduledProps,
  ScheduledWorkload,
  Workload,
} from './pod/workload.ts';
export {
  digest,
  feedDigest,
  fileOf,
  given,
  kvMount,
  pathOf,
  random,
  rsaKey,
  type SecretClaim,
  type SecretClaimProps,
  type SecretReference,
  terraformOutput,
} from './secret/secret.ts';
export { VaultAccess, type VaultRule } from './secret/vault-access.ts';
export { vaultAddress, vaultPods, vaultRole, vaultServer, vaultToken } from './secret/vault-server.ts';
export { ArgoApplication, type ArgoApplicationProps, argoCd } from './service/argo-application.ts';
export { chartResources } from './service/helm-chart.ts';
export { HelmService } from './service/helm-service.ts';
export { Service, type ServiceProps } from './service/service.ts';
export type { Database } from './state/database.ts';
export { type DatabaseLogin, databaseMount } from './state/database-login.ts';
export { MariaDb } from './state/mariadb.ts';
export { MySql } from './state/mysql.ts';
export { PostgreSql } from './state/postgresql.ts';
export { Valkey } from './state/valkey.ts';
export {
  type ForwardAuth,
  forwardAuth,
  type Group,
  type Oidc,
  oidc,
  open,
  probeToken,
  redirect,
  servedPaths,
} from './web/access.ts';
export { apacheSite } from './web/apache-site.ts';
export { issuer } from './web/certificate.ts';
export { Exposure } from './web/exposure.ts';
export { identityHeaders } from './web/middlewares.ts';
export { cookieDomain, type Portal } from './web/portal.ts';
export { guardedPaths } from './web/rules.ts';
