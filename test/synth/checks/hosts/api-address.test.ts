import check from '../../../../synth/checks/hosts/api-address.ts';
import { twin } from '../twin.ts';
import { toldK3s } from './told.ts';

const { refuses } = twin(check);

refuses(
  'an API that is advertised at the public address',
  () => toldK3s('core-prod', { 'advertise-address': '192.0.2.10' }),
  `hosts/core-prod: K3s's advertise-address is not 10.8.0.1, got "192.0.2.10"`,
);
refuses(
  'an API that is advertised wherever K3s likes',
  () => toldK3s('core-prod', { 'advertise-address': undefined }),
  "hosts/core-prod: K3s's advertise-address is not 10.8.0.1, got nothing",
);
refuses(
  'an agent that looks for it on the internet',
  () => toldK3s('ai-lab', { server: 'https://192.0.2.10:6443' }),
  `hosts/ai-lab: K3s's server is not https://10.8.0.1:6443, got "https://192.0.2.10:6443"`,
);
refuses(
  "a node whose pods' packets leave by the internet",
  () => toldK3s('ai-lab', { 'flannel-iface': 'eth0' }),
  `hosts/ai-lab: K3s's flannel-iface is not wg0, got "eth0"`,
);
