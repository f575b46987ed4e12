import check from '../../../../synth/checks/hosts/mesh.ts';
import { scratch } from '../scratch.ts';
import { twin } from '../twin.ts';
import { told } from './told.ts';

const { refuses } = twin(check);

refuses(
  'one that is told nothing',
  () => scratch({ contracts: (healthy) => healthy.filter(({ machine }) => machine !== 'ai-lab') }),
  'hosts/ai-lab: a machine of the phase is told nothing, got no contract',
);
refuses(
  "another MTU than the platform's",
  () => told('core-prod', ({ wireguard }) => ({ wireguard: { ...wireguard, mtu: 1500 } })),
  "hosts/core-prod: a mesh that is not the platform's (10.8.0.1/24, port 51820, MTU 1420), got 10.8.0.1/24, port 51820, MTU 1500",
);
refuses(
  'an address that is not its own',
  () => told('ai-lab', ({ wireguard }) => ({ wireguard: { ...wireguard, address: '10.8.0.2/32' } })),
  'got 10.8.0.2/32, port 51820, MTU 1420',
);
refuses(
  'a key of nobody',
  () => told('ai-lab', ({ wireguard }) => ({ wireguard: { ...wireguard, key: '' } })),
  'hosts/ai-lab: another key than its owner knows (',
);
refuses(
  'a stranger among its peers',
  () =>
    told('ai-lab', ({ wireguard }) => {
      const stranger = {
        name: 'guest',
        key: 'A',
        endpoint: '203.0.113.9:51820',
        allowed: ['10.8.0.9/32'],
        keepalive: 25,
      } as const;
      return { wireguard: { ...wireguard, peers: [...wireguard.peers, stranger] } };
    }),
  'hosts/ai-lab: a peer that is no other machine of the phase, got guest at 203.0.113.9:51820',
);
refuses(
  'a peer that is left out',
  () => told('core-prod', ({ wireguard }) => ({ wireguard: { ...wireguard, peers: [] } })),
  'hosts/core-prod: a machine that does not find ai-lab (198.51.100.20:51820 for 10.8.0.2/32 every 25 s), got no peer',
);
refuses(
  'a peer that may speak for the whole mesh',
  () =>
    told('ai-lab', ({ wireguard }) => ({
      wireguard: { ...wireguard, peers: wireguard.peers.map((peer) => ({ ...peer, allowed: ['10.8.0.0/24'] })) },
    })),
  'hosts/ai-lab: a machine that does not find core-prod',
);
