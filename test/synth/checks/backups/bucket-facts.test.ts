import type { BucketFacts, Platform } from '../../../../platform/types.ts';
import check from '../../../../synth/checks/backups/bucket-facts.ts';
import { onPlatform, platform } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const { buckets } = platform;
const changed = (name: keyof Platform['buckets'], change: Partial<BucketFacts>) => () =>
  onPlatform({ buckets: { ...buckets, [name]: { ...buckets[name], ...change } } });
const reason = 'the auditor wants ten years of it';

refuses(
  "users' files that expire",
  changed('drive', { expireDays: 30 }),
  'platform/uyoop.ts buckets.drive: objects older than 30 days are deleted, got no reason',
);
takes('files that expire for a reason', changed('drive', { expireDays: 30, reason }));
refuses('a reason of eight letters', changed('drive', { expireDays: 30, reason: 'because!' }), "got 'because!'");
refuses(
  'a lock for a hundred years',
  changed('backup', { lockDays: 36_500 }),
  'what is written stays, and is paid, for 36500 days',
);
takes('a long lock for a reason', changed('backup', { lockDays: 3650, reason }));
refuses('a lock on the drive', changed('drive', { lockDays: 30 }), "got lockDays 30 with access 'read-write'");
refuses(
  'a backup beside what it saves',
  changed('backup', { region: 'GRA' }),
  "backups lie where the bucket 'drive' does",
);
