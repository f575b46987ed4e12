import check from '../../../../synth/checks/schemas/orders.ts';
import { core, lab, onPlatform, platform } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const { owner } = platform;
const { 'ai-lab': facts, ...others } = owner.machines;
const { serviceName: _, ...delivered } = facts as NonNullable<typeof facts>;

refuses(
  'a name of owner.ts that is misspelt, once',
  () => onPlatform({ owner: { ...owner, machines: { ...others, ailab: facts as never } } }),
  "platform/owner.ts machines.ailab: facts of a machine that the platform does not have, got 'ailab' (the machines are core-prod, ai-lab)",
);
refuses(
  'a machine without its name at OVH',
  () => onPlatform({ owner: { ...owner, machines: { ...others, 'ai-lab': delivered } } }),
  "machine 'ai-lab' would be ordered at OVH, and paid, got no serviceName and no reason",
);
refuses(
  'a newcomer that nobody said is to be bought',
  () => onPlatform({ machines: [core, lab, { ...lab, name: 'newcomer', mesh: '10.8.0.3' }] }),
  "machine 'newcomer' would be ordered at OVH",
);
takes('a machine that is bought on purpose', () =>
  onPlatform({
    owner: { ...owner, machines: others },
    machines: [core, { ...lab, order: { ...lab.order, reason: 'the lab is new this year' } }],
  }),
);
