import type { BucketFacts } from '../../../../platform/types.ts';
import check from '../../../../synth/checks/backups/velero-bucket.ts';
import { onPlatform, platform } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const own: BucketFacts = { purpose: 'Velero', region: 'GRA', access: 'read-write' };
const bucket = (change: Partial<BucketFacts>) => () =>
  onPlatform({ velero: true, buckets: { ...platform.buckets, velero: { ...own, ...change } } });

refuses(
  'no bucket of its own',
  () => onPlatform({ velero: true }),
  "platform/uyoop.ts buckets.velero: Velero has no bucket of its own, and rewrites objects when it finalizes a backup, got the bucket 'backup', locked for 35 days",
);
refuses('a locked one', bucket({ lockDays: 7 }), 'Velero cannot finalize a backup in a locked bucket, got 7 days');
refuses(
  'one that it may not delete from',
  bucket({ access: 'append' }),
  'Velero deletes what has expired, and its user may not, got append',
);
takes('one of its own, free', bucket({}));
