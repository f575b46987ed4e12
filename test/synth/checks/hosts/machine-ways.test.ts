import check from '../../../../synth/checks/hosts/machine-ways.ts';
import type { MachineContract } from '../../../../synth/model/machine-contract.ts';
import { twin } from '../twin.ts';
import { told } from './told.ts';

const { refuses } = twin(check);

/** A firewall without what comes in by a port. */
const shut =
  (port: number) =>
  ({ firewall }: MachineContract) => ({
    firewall: {
      public: firewall.public.filter((door) => door.port !== port),
      private: firewall.private.filter((door) => door.port !== port),
    },
  });

refuses(
  'its owner',
  () => told('ai-lab', shut(22)),
  'hosts/ai-lab: its owner cannot come in by SSH, got tcp/22 is not open to everybody',
);
refuses(
  "other machines' WireGuard",
  () => told('ai-lab', shut(51820)),
  'hosts/ai-lab: no other machine reaches its WireGuard, got udp/51820 is not open to everybody',
);
refuses(
  "other machines' pods",
  () => told('ai-lab', shut(8472)),
  'hosts/ai-lab: its pods do not reach those of other machines, got 8472/udp is shut to 10.8.0.1',
);
refuses(
  'agents',
  () => told('core-prod', shut(6443)),
  'hosts/core-prod: no agent reaches its API, got 6443/tcp is shut to 10.8.0.2',
);
refuses(
  'nobody from among its pods',
  () =>
    told('core-prod', ({ firewall }) => ({
      firewall: { ...firewall, public: [...firewall.public, { port: 8472, protocol: 'udp', owner: 'flannel' }] },
    })),
  'hosts/core-prod: anybody may put packets among its pods, got 8472/udp is open to everybody',
);
