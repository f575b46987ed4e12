import check from '../../../../synth/checks/schemas/machine-facts.ts';
import { core, lab, onPlatform, platform } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const { owner } = platform;
const { 'core-prod': facts, ...others } = owner.machines;

refuses(
  'nothing of the machine that names lead to',
  () => onPlatform({ owner: { ...owner, machines: others } }),
  "platform/owner.ts machines: platform/owner.ts says nothing of machine 'core-prod', got ai-lab",
);
takes('nothing of any other: it is ordered', () => {
  const order = { ...lab.order, reason: 'a second lab for builds' };
  return onPlatform({ machines: [core, lab, { ...lab, name: 'newcomer', mesh: '10.8.0.3', order }] });
});
