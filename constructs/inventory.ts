import type { IConstruct } from 'constructs';
import { Bucket } from './bucket.ts';
import { BackupClaim, Exception, ResourceClaim } from './claim.ts';
import { DnsRecord } from './dns-record.ts';
import { Edge } from './edge.ts';
import { Exposure } from './exposure.ts';
import { ForeignPods } from './foreign-pods.ts';
import { NamespaceChart } from './namespace.ts';
import { SecretClaim } from './secret.ts';
import { Service } from './service.ts';
import { PodOwner } from './workload.ts';

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
  readonly buckets: readonly Bucket[];
  readonly dnsRecords: readonly DnsRecord[];
  readonly claims: readonly ResourceClaim[];
  readonly backups: readonly BackupClaim[];
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
    buckets: all.filter((construct) => construct instanceof Bucket),
    dnsRecords: all.filter((construct) => construct instanceof DnsRecord),
    claims: all.filter((construct) => construct instanceof ResourceClaim),
    backups: all.filter((construct) => construct instanceof BackupClaim),
    exceptions: all.filter((construct) => construct instanceof Exception),
  };
}
