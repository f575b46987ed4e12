import check from '../../../../synth/checks/hosts/listed-ports.ts';
import type { FirewallContract } from '../../../../synth/model/machine-contract.ts';
import { twin } from '../twin.ts';
import { told } from './told.ts';

const { refuses } = twin(check);
const toldFirewall = (change: (firewall: FirewallContract) => Partial<FirewallContract>) => () =>
  told('core-prod', ({ firewall }) => ({ firewall: { ...firewall, ...change(firewall) } }));

refuses(
  'a port that stays shut',
  toldFirewall(({ public: doors }) => ({ public: doors.filter(({ port }) => port !== 443) })),
  'hosts/core-prod: a listed port stays shut, got tcp/443 of Traefik at every address from everybody',
);
refuses(
  'a port that nobody lists',
  toldFirewall(({ public: doors }) => ({ public: [...doors, { port: 3306, protocol: 'tcp', owner: 'MariaDB' }] })),
  'hosts/core-prod: a port that nobody lists, got tcp/3306 of MariaDB at every address from everybody',
);
refuses(
  'one that is open to more than the list says',
  toldFirewall(({ private: doors }) => ({
    private: doors.map((door) => (door.port === 6443 ? { ...door, from: ['0.0.0.0/0'] } : door)),
  })),
  'hosts/core-prod: a listed port stays shut, got tcp/6443 of K3s at 10.8.0.1 from 10.8.0.0/24, 10.42.0.0/16',
  'hosts/core-prod: a port that nobody lists, got tcp/6443 of K3s at 10.8.0.1 from 0.0.0.0/0',
);
refuses(
  "ServiceLB's way without node ports",
  toldFirewall(() => ({ nodeports: undefined })),
  'hosts/core-prod: a listed port stays shut, got tcp/30000–32767 at 10.8.0.1 from 10.42.0.0/16',
);
refuses(
  'what nobody lists, open',
  toldFirewall(() => ({ policies: { incoming: 'deny', outgoing: 'allow', routed: 'allow' } as never })),
  'hosts/core-prod: UFW does not deny what nobody listed, and what it would route, got {"incoming":"deny","outgoing":"allow","routed":"allow"}',
);
