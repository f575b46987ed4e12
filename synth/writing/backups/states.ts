import type { BackupClaim } from '../../../constructs/facts/claim.ts';
import type { Inventory } from '../../../constructs/inventory.ts';
import { bucketName, s3Host } from '../../../constructs/outside/bucket.ts';
import type { Service } from '../../../constructs/service/service.ts';
import type { BucketFacts, BucketName, Machine, Platform } from '../../../platform/types.ts';
import type { BucketPlace, PauseContract, SavedState, UnsavedState } from './contract.ts';

/** Where K3s's local-path makes its volumes: `<volume's id>_<namespace>_<claim>`. @see https://docs.k3s.io/storage */
const storage = '/var/lib/rancher/k3s/storage';

const claimsOf = ({ backups }: Inventory, machine: Machine) => backups.filter((claim) => claim.machine === machine);

/**
 * All of a machine's state that is saved. What is held still together comes together: dumps first, then folders, then buckets,
 * so that no name is saved without the object that it stands for.
 */
export function savedStates(platform: Platform, inventory: Inventory, machine: Machine): readonly SavedState[] {
  const saved = claimsOf(inventory, machine).flatMap((claim) => savedState(platform, inventory, claim));
  const rank = ({ pause, bucket, dump }: SavedState) => [pause ?? '', bucket ? 2 : dump ? 0 : 1].join();
  return saved.toSorted((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0));
}

function savedState(platform: Platform, inventory: Inventory, claim: BackupClaim): readonly SavedState[] {
  const { namespace, volume, backup, freshFile, outside } = claim;
  if (typeof backup !== 'string') return [];
  const pause = pausing(inventory, claim)?.node.path;
  return [
    {
      ...{ namespace, volume, tier: backup, paths: pathsOf(claim) },
      ...(claim.dump?.load && { measured: [folderOf(namespace, volume)] }),
      ...(outside?.kind === 'machine' && outside.dump !== undefined && { before: outside.dump }),
      ...(outside?.kind === 'machine' && outside.restore !== undefined && { after: outside.restore }),
      ...(claim.dump && { dump: { ...claim.dump, pod: podOf(inventory, namespace, claim.dump.pod) } }),
      ...(freshFile !== undefined && { freshFile }),
      ...(pause !== undefined && { pause }),
      ...(outside?.kind === 'bucket' && { bucket: { ...placeOf(platform, outside.bucket), profile: outside.bucket } }),
    },
  ];
}

/** A dump that can be loaded is all of a database: its server's own files, copied while it runs, may open as nothing. */
function pathsOf({ namespace, volume, outside, dump }: BackupClaim): readonly string[] {
  if (outside) return outside.kind === 'machine' ? outside.paths : [];
  return dump?.load ? [] : [folderOf(namespace, volume)];
}

const folderOf = (namespace: string, volume: string): string => `${storage}/*_${namespace}_${volume}`;

export function unsavedStates(inventory: Inventory, machine: Machine): readonly UnsavedState[] {
  return claimsOf(inventory, machine).flatMap(({ namespace, volume, backup, outside }) => {
    if (typeof backup === 'string' || outside?.kind === 'bucket') return [];
    return [{ namespace, volume, paths: outside?.paths ?? [folderOf(namespace, volume)], reason: backup.none }];
  });
}

/** The service that is held still while the claim is saved, where it says how and runs on the machine that saves. */
function pausing({ services, buckets }: Inventory, { node, outside, machine }: BackupClaim): Service | undefined {
  const owners = services.filter((service) => service.pause && service.machine === machine);
  if (outside?.kind === 'bucket')
    return owners.find((service) => buckets.some((one) => one.bucket === outside.bucket && one.node.scope === service));
  return owners.find((service) => node.path.startsWith(`${service.node.path}/`));
}

export function pausesOf(inventory: Inventory, states: readonly SavedState[]): Readonly<Record<string, PauseContract>> {
  const used = inventory.services.filter(({ node }) => states.some(({ pause }) => pause === node.path));
  const entries = used.flatMap(({ node, chart, pause }) => {
    if (!pause) return [];
    const labels = { 'app.kubernetes.io/name': node.id, 'app.kubernetes.io/component': pause.workload };
    const { begin, end } = pause;
    return [[node.path, { pod: podOf(inventory, chart.namespaceName, labels), begin, end }] as const];
  });
  return Object.fromEntries(entries);
}

/** The pods of some labels, and the container that is the workload's own: agents may run beside it. */
function podOf({ workloads }: Inventory, namespace: string, labels: Readonly<Record<string, string>>) {
  const keys = Object.keys(labels);
  const owner = workloads.find(
    ({ pods }) => pods.namespace === namespace && keys.every((key) => pods.labels[key] === labels[key]),
  );
  if (!owner)
    throw new Error(`${namespace}: no workload has the labels ${JSON.stringify(labels)} that a dump asks for`);
  return { namespace, labels, container: owner.name };
}

/** Where a bucket of the platform lies. */
export function placeOf({ name, buckets }: Platform, bucket: string): BucketPlace {
  const facts: BucketFacts | undefined = buckets[bucket as BucketName];
  if (!facts) throw new Error(`the platform has no bucket '${bucket}'; name it in its buckets`);
  return {
    endpoint: `https://${s3Host(facts.region)}`,
    region: facts.region.toLowerCase(),
    bucket: bucketName(name, bucket as BucketName),
  };
}
