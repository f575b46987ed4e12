import { expect, it } from 'vitest';
import type { KeptVolume } from '../../../../platform/types.ts';
import check from '../../../../synth/checks/capacity/kept-volumes.ts';
import { budgets } from '../../../../synth/reading/budgets.ts';
import { scratch } from '../scratch.ts';
import { letters, twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const kept = (volume: Partial<KeptVolume>) => () =>
  scratch({
    platform: {
      kept: [{ namespace: 'prod-web', volume: 'blog-content', size: '5Gi', machine: 'core-prod', ...volume }],
    },
  });

refuses(
  'a machine that is misspelt',
  kept({ machine: 'core' }),
  "platform/kept.ts prod-web/blog-content: lies on a machine that the phase does not have, got 'core'",
);
refuses(
  'one that is claimed again',
  kept({ volume: 'wiki-database' }),
  'is claimed again, so that it would count twice',
);
takes('one that nobody claims', kept({}));

it('takes its room of the disk until somebody deletes it', () => {
  const disk = (make: () => ReturnType<typeof scratch>) => budgets(make()).get('core-prod')?.disk.used ?? 0;
  expect(disk(kept({})) - disk(scratch)).toBe(5 * 2 ** 30);
  expect(letters(kept({ size: '50Gi' })())).toEqual([expect.stringContaining('disk exceed the machine')]);
});
