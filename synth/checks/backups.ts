import type { BackupClaim } from '../../constructs/facts/claim.ts';
import { bucketName } from '../../constructs/outside/bucket.ts';
import type { Finding } from '../model/finding.ts';
import type { Model } from '../model/model.ts';
import { resourcesOf } from '../reading/terraform.ts';
import { idOf, podTemplates, written } from '../reading/written.ts';

/** Check 5: state that nobody saves, and a backup bucket that somebody could empty. */
export function backups(model: Model): readonly Finding[] {
  return [...unclaimed(model), ...templated(model), ...model.inventory.backups.flatMap(unreasoned), ...bucket(model)];
}

function unclaimed(model: Model): readonly Finding[] {
  const claimed = new Set(model.inventory.backups.map(({ namespace, volume }) => `${namespace}/${volume}`));
  return written(model, 'PersistentVolumeClaim')
    .filter(({ manifest }) => !claimed.has(idOf(manifest)))
    .map(({ path, manifest }) => nobodySaves(path, idOf(manifest)));
}

/** A StatefulSet makes such volumes by itself, under names that no claim knows. */
function templated(model: Model): readonly Finding[] {
  const owners = new Set(podTemplates(model).map(({ path }) => path));
  return model.documents
    .filter(({ path, manifest }) => owners.has(path) && manifest.spec?.volumeClaimTemplates?.length > 0)
    .map(({ path, manifest }) => nobodySaves(path, `volumeClaimTemplates of ${idOf(manifest)}`));
}

function nobodySaves(where: string, got: string): Finding {
  return {
    check: 5,
    where,
    what: 'state without a backup tier and without a written reason',
    got,
    cure: "use Service.volume() with backup: 'daily', or noBackup('why it may be lost')",
  };
}

function unreasoned({ node, backup, namespace, volume }: BackupClaim): readonly Finding[] {
  if (typeof backup === 'string' || backup.none.trim().length >= 10) return [];
  return [
    {
      check: 5,
      where: node.path,
      what: `${namespace}/${volume} is not saved, and the reason says too little`,
      got: `'${backup.none}'`,
      cure: 'write in a few words why this state may be lost',
    },
  ];
}

/** The longest lock among the tiers in use: the bucket has one retention for all of them. */
function neededDays({ inventory, platform }: Model): number {
  const tiers = inventory.backups.flatMap(({ backup }) => (typeof backup === 'string' ? [backup] : []));
  return Math.max(0, ...tiers.map((tier) => platform.backups[tier].lockDays));
}

function bucket(model: Model): readonly Finding[] {
  const days = neededDays(model);
  if (days === 0) return [];
  const { where, locked, lockDays, got } = model.stacks.length > 0 ? writtenLock(model) : plannedLock(model);
  if (!locked) {
    const cure = 'give the backup bucket an object_lock in mode compliance: whoever steals the key must not delete';
    return [{ check: 5, where, what: 'the backup bucket has no Object Lock', got, cure }];
  }
  if (lockDays >= days) return [];
  const cure = `raise lockDays of the backup bucket to ${days}`;
  return [{ check: 5, where, what: 'the backup bucket is locked for less than a backup tier needs', got, cure }];
}

interface Lock {
  readonly where: string;
  readonly locked: boolean;
  readonly lockDays: number;
  readonly got: string;
}

function plannedLock({ platform }: Model): Lock {
  const { lockDays } = platform.buckets.backup;
  const got = lockDays === undefined ? 'no lockDays' : `${lockDays} days`;
  return { where: 'platform/uyoop.ts buckets.backup', locked: lockDays !== undefined, lockDays: lockDays ?? 0, got };
}

function writtenLock(model: Model): Lock {
  const name = bucketName(model.platform.name, 'backup');
  const found = resourcesOf(model, 'ovh_cloud_project_storage').find(({ body }) => body.name === name);
  const where = found?.where ?? 'terraform/stacks/object-storage';
  if (!found) return { where, locked: false, lockDays: 0, got: `no bucket called '${name}'` };
  const { status, rule } = found.body.object_lock ?? {};
  const lockDays = Number(/^P(\d+)D$/.exec(rule?.period ?? '')?.[1] ?? 0);
  const locked = status === 'enabled' && String(rule?.mode).toLowerCase() === 'compliance';
  return { where, locked, lockDays, got: JSON.stringify(found.body.object_lock ?? 'no object_lock') };
}
