/** The door: the words that a service is written in. What is not here is how the blocks work inside. Only `services/` uses it. */
export { BackupClaim, Exception, HostCheckout, HostSysctl, noBackup, ResourceClaim } from './facts/claim.ts';
export { fill } from './facts/fill.ts';
export { machinesOf, platformOf, zoneOf } from './facts/platform-app.ts';
export { bytes, mebi, millicores } from './facts/quantity.ts';
export { yamlText } from './facts/yaml.ts';
export { type Inventory, takeInventory } from './inventory.ts';
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
} from './network/endpoint.ts';
export { Bucket } from './outside/bucket.ts';
export { forgeKeepsRepository, forgeOf } from './outside/forge.ts';
export { type Mailbox, mailOf } from './outside/mail.ts';
export { ForeignPods } from './pod/foreign-pods.ts';
export { MetricsTarget, metricsService } from './pod/metrics.ts';
export { tierKey } from './pod/pod.ts';
export { priorityOf, ranks } from './pod/priority.ts';
export { injected } from './pod/vault-agent.ts';
export { hostFolder, scratch, volumeAnnotations } from './pod/volume.ts';
export {
  MachineWorkload,
  type PodOwner,
  type ScheduledProps,
  type ScheduledWorkload,
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
export { bootstrapChart, chartResources, Release } from './service/release.ts';
export { Service, type ServiceProps } from './service/service.ts';
export type { Database } from './state/database.ts';
export { type DatabaseLogin, databaseMount } from './state/database-login.ts';
export { MariaDb } from './state/mariadb.ts';
export { MySql } from './state/mysql.ts';
export { PostgreSql } from './state/postgresql.ts';
export { Valkey } from './state/valkey.ts';
export { type ForwardAuth, forwardAuth, type Group, type Oidc, oidc, open, redirect } from './web/access.ts';
export { Exposure } from './web/exposure.ts';
export { cookieDomain, type Portal } from './web/portal.ts';
