import check from '../../../../synth/checks/hosts/inner-networks.ts';
import type { NetworksContract } from '../../../../synth/model/machine-contract.ts';
import { twin } from '../twin.ts';
import { told } from './told.ts';

const { refuses } = twin(check);
const toldNetworks = (change: (networks: NetworksContract) => Partial<NetworksContract>) => () =>
  told('core-prod', ({ networks }) => ({ networks: { ...networks, ...change(networks) } }));

refuses(
  'pods of another range',
  toldNetworks(({ pods }) => ({ pods: { ...pods, range: '10.52.0.0/16' } })),
  'hosts/core-prod: its pods are not {"range":"10.42.0.0/16","interfaces":["cni0","flannel.1"]}, got {"range":"10.52.0.0/16"',
);
refuses(
  'pods of other machines, which come by the second interface',
  toldNetworks(({ pods }) => ({ pods: { ...pods, interfaces: ['cni0'] } })),
  'got {"range":"10.42.0.0/16","interfaces":["cni0"]}',
);
refuses(
  'the internet, as an inner one',
  toldNetworks(({ docker }) => ({ docker: { ...docker, interfaces: [...docker.interfaces, 'eth0'] } })),
  'its docker are not {"range":"172.22.1.0/24","interfaces":["docker0","br-mailcow"]}',
);
refuses(
  'a mesh by no interface',
  toldNetworks(({ mesh }) => ({ mesh: { ...mesh, interfaces: [] } })),
  'its mesh are not {"range":"10.8.0.0/24","interfaces":["wg0"]}',
);
refuses(
  'Services of another range',
  toldNetworks(() => ({ services: { range: '10.53.0.0/16' } })),
  'its services are not {"range":"10.43.0.0/16"}',
);
