import type { BackupTier } from '../../../../platform/types.ts';
import check from '../../../../synth/checks/backups/schedules.ts';
import { onPlatform, platform } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const { backups } = platform;
const weekly = (change: Partial<BackupTier>) => () =>
  onPlatform({
    backups: { ...backups, weekly: { ...backups.weekly, schedule: '30 4 * * 0', maximumAgeHours: 192, ...change } },
  });
const late = (schedule: string, gap: number, hours: number) =>
  `platform/uyoop.ts backups.weekly: a backup would be late before the next one is due: '${schedule}' leaves up to ${gap} hours, got maximumAgeHours ${hours}`;

takes('an hour more than there is between two runs', weekly({ maximumAgeHours: 169 }));
refuses('as many hours', weekly({ maximumAgeHours: 168 }), late('30 4 * * 0', 168, 168));
refuses('once a month', weekly({ schedule: '30 4 1 * *' }), late('30 4 1 * *', 744, 192));
refuses(
  'an hour, twice a day',
  weekly({ schedule: '30 4,16 * * *', maximumAgeHours: 1 }),
  late('30 4,16 * * *', 12, 1),
);
refuses(
  'the 31st of February',
  weekly({ schedule: '30 4 31 2 *' }),
  "platform/uyoop.ts backups.weekly: its schedule never comes; name a day that the month has, got '30 4 31 2 *'",
);
