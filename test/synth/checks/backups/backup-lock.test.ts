import { expect, it } from 'vitest';
import check from '../../../../synth/checks/backups/backup-lock.ts';
import { modelAlone } from '../../../../synth/model/run.ts';
import { platform, scratch } from '../scratch.ts';
import { changedStack } from '../stacks.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);

const locked = (object_lock: object | undefined) => () =>
  scratch({
    stacks: changedStack('object-storage', 'ovh_cloud_project_storage', ({ backup }) => {
      if (object_lock) backup.object_lock = object_lock;
      else delete backup.object_lock;
    }),
  });
const rule = (mode: string, period: string) => ({ status: 'enabled', rule: { mode, period } });

refuses('no lock', locked(undefined), 'the backup bucket has no Object Lock, got "no object_lock"');
refuses('a lock that its owner can open', locked(rule('governance', 'P35D')), 'the backup bucket has no Object Lock');
refuses('a lock that is not on', locked({ ...rule('compliance', 'P35D'), status: 'disabled' }), 'has no Object Lock');
refuses('a lock that is too short', locked(rule('compliance', 'P7D')), 'is locked for less than a backup tier needs');

refuses(
  'no bucket of that name',
  () =>
    scratch({
      stacks: changedStack('object-storage', 'ovh_cloud_project_storage', ({ backup }) => {
        backup.name = 'attic';
      }),
    }),
  "terraform/stacks/object-storage: the backup bucket has no Object Lock, got no bucket called 'scratch-backup'",
);

it('the plan is judged while no stack is written', () => {
  const { lockDays: _, ...loose } = platform.buckets.backup;
  const model = scratch({ platform: { buckets: { ...platform.buckets, backup: loose } }, stacks: () => [] });
  expect(check.find(model, modelAlone)).toEqual([
    expect.objectContaining({ where: 'platform/uyoop.ts buckets.backup', got: 'no lockDays' }),
  ]);
});
