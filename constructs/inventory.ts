import type { IConstruct } from 'constructs';
import { BackupClaim, Exception, HostCheckout, HostSysctl, ResourceClaim } from './facts/claim.ts';
import { grouped } from './facts/grouped.ts';
import { NamespaceChart } from './namespace/namespace.ts';
import { Edge } from './network/edge.ts';
import { Bucket } from './outside/bucket.ts';
import { MailboxClaim } from './outside/mail.ts';
import { ForeignPods } from './pod/foreign-pods.ts';
import { MetricsTarget } from './pod/metrics.ts';
import { PodOwner } from './pod/workload.ts';
import { SecretClaim } from './secret/secret.ts';
import { VaultAccess } from './secret/vault-access.ts';
import { Service } from './service/service.ts';
import { DatabaseLogin } from './state/database-login.ts';
import { DnsRecord } from './web/dns-record.ts';
import { Exposure } from './web/exposure.ts';

/** Every fact that the finished construct tree holds, by kind: by namespace and service, and inside a service as it is declared. */
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
  /** Addresses that services send mail from, which Mailcow has to have. */
  readonly mailboxes: readonly MailboxClaim[];
  /** Pages that Prometheus reads. */
  readonly metricsTargets: readonly MetricsTarget[];
  readonly exceptions: readonly Exception[];
}

/** What each list is made of, beside the namespaces. A list without its kind does not compile. */
const kinds: {
  readonly [List in Exclude<keyof Inventory, 'namespaces'>]: abstract new (
    ...args: never[]
  ) => Inventory[List][number];
} = {
  services: Service,
  workloads: PodOwner,
  foreignPods: ForeignPods,
  exposures: Exposure,
  edges: Edge,
  secrets: SecretClaim,
  databaseLogins: DatabaseLogin,
  vaultAccess: VaultAccess,
  buckets: Bucket,
  dnsRecords: DnsRecord,
  claims: ResourceClaim,
  backups: BackupClaim,
  hostCheckouts: HostCheckout,
  hostSysctls: HostSysctl,
  mailboxes: MailboxClaim,
  metricsTargets: MetricsTarget,
  exceptions: Exception,
};

/** Reads the inventory off a tree. Pure: the same tree gives the same inventory. */
export function takeInventory(root: IConstruct): Inventory {
  const all = treeOf(root);
  const byClass = [...grouped(all, (one) => one.constructor).values()];
  const lists = Object.entries(kinds).map(([list, kind]) => {
    const classes = byClass.filter(([first]) => first instanceof kind);
    return [list, classes.length > 1 ? inOrder(all, classes.flat()) : (classes[0] ?? [])];
  });
  return { namespaces: all.filter(NamespaceChart.is), ...Object.fromEntries(lists) };
}

/** Namespaces, and services in them, by their names: in which order somebody wrote them down says nothing. */
function treeOf(construct: IConstruct): readonly IConstruct[] {
  const { root, children } = construct.node;
  const isOrdered = construct !== root && !NamespaceChart.is(construct);
  const inside = isOrdered ? children : [...children].sort((a, b) => (a.node.id < b.node.id ? -1 : 1));
  return [construct, ...inside.flatMap(treeOf)];
}

/** In the order of the tree. */
function inOrder(all: readonly IConstruct[], some: readonly IConstruct[]): readonly IConstruct[] {
  const wanted = new Set(some);
  return all.filter((one) => wanted.has(one));
}
