import type { MachineFacts } from '../../../../platform/types.ts';
import check from '../../../../synth/checks/schemas/repeated.ts';
import { onPlatform, platform } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const { owner } = platform;
const [core, lab] = Object.values(owner.machines) as [MachineFacts, MachineFacts];

refuses(
  'a project that is mirrored twice',
  () => onPlatform({ mirrored: ['a', 'b', 'a'] }),
  "platform/uyoop.ts mirrored: it stands there twice, got 'a'",
);
refuses(
  'the server of another machine',
  () =>
    onPlatform({
      owner: { ...owner, machines: { 'core-prod': core, 'ai-lab': { ...lab, serviceName: core.serviceName } } },
    }),
  'machines.ai-lab.serviceName: it stands at platform/owner.ts machines.core-prod.serviceName too',
);
takes('a project that is mirrored and published', () => onPlatform({ mirrored: ['a'], published: ['a'] }));
