/*
 * Fields: ovh_cloud_project_storage object_lock.status, .rule.mode and .rule.period of the backup bucket; while no stack is
 * written, buckets.backup.lockDays of the platform.
 * Allowed: enabled, compliance, and at least the lockDays of every backup tier in use: the bucket has one retention.
 */

import { bucketName } from '../../../constructs/outside/bucket.ts';
import { wholeCheck } from '../../model/check.ts';
import type { Model } from '../../model/model.ts';
import { buckets } from '../../reading/terraform.ts';

const unlocked = 'give the backup bucket an object_lock in mode compliance: whoever steals the key must not delete';
const tooShort = (days: number) => `raise lockDays of the backup bucket to ${days}`;

export default wholeCheck('a backup bucket without Object Lock, or locked for less than a tier needs', (model) => {
  const { days, tier } = needed(model);
  const { where, lockedDays, got } = model.stacks.length > 0 ? writtenLock(model) : plannedLock(model);
  if (lockedDays >= days) return [];
  return lockedDays === 0
    ? [{ where, what: 'the backup bucket has no Object Lock', got, cure: unlocked }]
    : [
        {
          where,
          what: `the backup bucket is locked for less than a backup tier needs: '${tier}' wants ${days} days`,
          got,
          cure: tooShort(days),
        },
      ];
});

/** What the most demanding tier in use wants. */
function needed({ inventory, platform }: Model): { readonly tier: string; readonly days: number } {
  const tiers = inventory.backups.flatMap(({ backup }) => (typeof backup === 'string' ? [backup] : []));
  const wanted = tiers.map((tier) => ({ tier, days: platform.backups[tier].lockDays }));
  return wanted.reduce((most, one) => (one.days > most.days ? one : most), { tier: 'none', days: 0 });
}

interface Lock {
  readonly where: string;
  readonly lockedDays: number;
  readonly got: string;
}

function plannedLock({ platform }: Model): Lock {
  const { lockDays } = platform.buckets.backup;
  const got = lockDays === undefined ? 'no lockDays' : `${lockDays} days`;
  return { where: 'platform/uyoop.ts buckets.backup', lockedDays: lockDays ?? 0, got };
}

function writtenLock(model: Model): Lock {
  const name = bucketName(model.platform.name, 'backup');
  const bucket = buckets(model).find((one) => one.name === name);
  if (!bucket) return { where: 'terraform/stacks/object-storage', lockedDays: 0, got: `no bucket called '${name}'` };
  return { ...bucket, got: JSON.stringify(bucket.lock ?? 'no object_lock') };
}
