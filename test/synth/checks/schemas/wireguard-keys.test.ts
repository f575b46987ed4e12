import type { MachineFacts } from '../../../../platform/types.ts';
import check from '../../../../synth/checks/schemas/wireguard-keys.ts';
import { onPlatform, platform } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);
const { owner } = platform;
const facts = owner.machines['core-prod'] as MachineFacts;

refuses(
  'one key',
  () =>
    onPlatform({
      owner: {
        ...owner,
        machines: { 'core-prod': facts, 'ai-lab': { ...facts, serviceName: 'vps-00000002.vps.ovh.net' } },
      },
    }),
  "platform/owner.ts machines.ai-lab.wireguardKey: the key of machine 'core-prod' too",
);
