import check from '../../../../synth/checks/schemas/owner-placeholders.ts';
import { core, lab, onPlatform, realOwner } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const run = { production: true };
const owner = { ...realOwner, acmeMail: 'acme@example.org', github: 'example' };

refuses(
  'two of them, told once',
  () => ({ model: onPlatform({ owner }), run }),
  'platform/owner.ts: 2 facts are still placeholders, got owner.github, owner.acmeMail',
);
refuses(
  'a machine that was never delivered',
  () => ({
    model: onPlatform({
      owner: realOwner,
      machines: [
        core,
        lab,
        { ...lab, name: 'newcomer', mesh: '10.8.0.3', order: { ...lab.order, reason: 'a second lab' } },
      ],
    }),
    run,
  }),
  "platform/owner.ts: nothing is said of machine 'newcomer', got core-prod, ai-lab",
);
takes('them before production', () => onPlatform({ owner }));
takes('real facts', () => ({ model: onPlatform({ owner: realOwner }), run }));
