import check from '../../../../synth/checks/hosts/machine-ways.ts';
import { twin } from '../twin.ts';
import { listing } from './told.ts';

const { refuses } = twin(check);

/** A machine that does not list a port. */
const shut = (machine: string, port: number) => () =>
  listing(machine, (ports) => ports.filter((door) => door.port !== port));

refuses(
  'its owner',
  shut('ai-lab', 22),
  'hosts/ai-lab: its owner cannot come in by SSH, got tcp/22 is not open to everybody',
);
refuses(
  "other machines' WireGuard",
  shut('ai-lab', 51820),
  'hosts/ai-lab: no other machine reaches its WireGuard, got udp/51820 is not open to everybody',
);
refuses(
  "other machines' pods",
  shut('ai-lab', 8472),
  'hosts/ai-lab: its pods do not reach those of other machines, got 8472/udp is shut to 10.8.0.1',
);
refuses(
  'agents',
  shut('core-prod', 6443),
  'hosts/core-prod: no agent reaches its API, got 6443/tcp is shut to 10.8.0.2',
);
refuses(
  'nobody from among its pods',
  () =>
    listing('core-prod', (ports) =>
      ports.map((door) => (door.port === 8472 ? { port: 8472, protocol: 'udp', owner: 'flannel' } : door)),
    ),
  'hosts/core-prod: anybody may put packets among its pods, got 8472/udp is open to everybody',
  'hosts/core-prod: its pods do not reach those of other machines, got 8472/udp is shut to 10.8.0.2',
);
