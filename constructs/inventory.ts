import type { IConstruct } from 'constructs';
import { BackupClaim, Exception, HostCheckout, HostSysctl, ResourceClaim } from './facts/claim.ts';
import { NamespaceChart } from './namespace/namespace.ts';
import { Edge } from './network/edge.ts';
import { Bucket } from './outside/bucket.ts';
import { ForeignPods } from './pod/foreign-pods.ts';
import { MetricsTarget } from './pod/metrics.ts';
import { PodOwner } from './pod/workload.ts';
import { SecretClaim } from './secret/secret.ts';
import { VaultAccess } from './secret/vault-access.ts';
import { Service } from './service/service.ts';
import { DatabaseLogin } from './state/database-login.ts';
import { DnsRecord } from './web/dns-record.ts';
import { Exposure } from './web/exposure.ts';

/** Every fact that the finished construct tree holds, by kind, in the order of declaration. */
export interface Inventory {
  readonly namespaces: readonly NamespaceChart[];
  readonly services: readonly Service[];
  readonly workloads: readonly PodOwner[];
  /** Pods that a Helm chart makes. */
  readonly foreignPods: readonly ForeignPods[];
  readonly exposures: readonly Exposure[];
  readonly edges: readonly Edge[];
  readonly secrets: readonly SecretClaim[];
  /** Logins to databases that Vault makes and replaces. */
  readonly databaseLogins: readonly DatabaseLogin[];
  /** What service accounts may do in Vault beside reading their own secrets. */
  readonly vaultAccess: readonly VaultAccess[];
  readonly buckets: readonly Bucket[];
  readonly dnsRecords: readonly DnsRecord[];
  readonly claims: readonly ResourceClaim[];
  readonly backups: readonly BackupClaim[];
  /** Repositories that the host layer has to lay down. */
  readonly hostCheckouts: readonly HostCheckout[];
  /** Kernel settings that the host layer has to make. */
  readonly hostSysctls: readonly HostSysctl[];
  /** Pages that Prometheus reads. */
  readonly metricsTargets: readonly MetricsTarget[];
  readonly exceptions: readonly Exception[];
}

/** Reads the inventory off a tree. Pure: the same tree gives the same inventory. */
export function takeInventory(root: IConstruct): Inventory {
  const all = root.node.findAll();
  return {
    namespaces: all.filter(NamespaceChart.is),
    services: all.filter((construct) => construct instanceof Service),
    workloads: all.filter((construct) => construct instanceof PodOwner),
    foreignPods: all.filter((construct) => construct instanceof ForeignPods),
    exposures: all.filter((construct) => construct instanceof Exposure),
    edges: all.filter((construct) => construct instanceof Edge),
    secrets: all.filter((construct) => construct instanceof SecretClaim),
    databaseLogins: all.filter((construct) => construct instanceof DatabaseLogin),
    vaultAccess: all.filter((construct) => construct instanceof VaultAccess),
    buckets: all.filter((construct) => construct instanceof Bucket),
    dnsRecords: all.filter((construct) => construct instanceof DnsRecord),
    claims: all.filter((construct) => construct instanceof ResourceClaim),
    backups: all.filter((construct) => construct instanceof BackupClaim),
    hostCheckouts: all.filter((construct) => construct instanceof HostCheckout),
    hostSysctls: all.filter((construct) => construct instanceof HostSysctl),
    metricsTargets: all.filter((construct) => construct instanceof MetricsTarget),
    exceptions: all.filter((construct) => construct instanceof Exception),
  };
}
