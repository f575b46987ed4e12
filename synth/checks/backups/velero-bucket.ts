/*
 * Fields: velero, buckets.velero.lockDays and .access of the platform.
 * Allowed: with velero a bucket of its own, without a lock, that its user may delete from: Velero rewrites objects when it
 * finalizes a backup, and deletes what has expired.
 */

import type { BucketFacts, Platform } from '../../../platform/types.ts';
import { factCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';

const noBucket = 'name buckets.velero, without lockDays';
const noLock = 'drop its lockDays';
const noDelete = "make it 'read-write'";

export default factCheck('Velero without a bucket that it may rewrite and delete from', ({ velero, buckets }) => {
  if (!velero) return [];
  return buckets.velero ? [...locked(buckets.velero), ...kept(buckets.velero)] : [missing(buckets)];
});

const where = 'platform/uyoop.ts buckets.velero';

function missing({ backup }: Platform['buckets']): Letter {
  const what = 'Velero has no bucket of its own, and rewrites objects when it finalizes a backup';
  return { where, what, got: `the bucket 'backup', locked for ${backup.lockDays ?? 0} days`, cure: noBucket };
}

function locked({ lockDays }: BucketFacts): readonly Letter[] {
  if (lockDays === undefined) return [];
  return [{ where, what: 'Velero cannot finalize a backup in a locked bucket', got: `${lockDays} days`, cure: noLock }];
}

function kept({ access }: BucketFacts): readonly Letter[] {
  if (access === 'read-write') return [];
  return [{ where, what: 'Velero deletes what has expired, and its user may not', got: access, cure: noDelete }];
}
