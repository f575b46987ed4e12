import check from '../../../../synth/checks/schemas/phases.ts';
import { onPlatform } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);

refuses(
  'phase 4',
  () => onPlatform({ phase: 4 as never }),
  'platform/uyoop.ts phase: a phase that does not exist, got 4',
);
refuses(
  'another engine',
  () => onPlatform({ gitops: 'helmfile' as never }),
  "platform/uyoop.ts gitops: an engine that does not exist, got 'helmfile'",
);
refuses(
  'a forge of our own in phase 2',
  () => onPlatform({ forge: 'self-hosted', phase: 2 }),
  "platform/uyoop.ts forge: GitLab CE comes with phase 3, got forge 'self-hosted' in phase 2",
);
takes('it in phase 3', () => onPlatform({ forge: 'self-hosted', phase: 3 }));
