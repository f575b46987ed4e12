import check from '../../../../synth/checks/schemas/overlaps.ts';
import { onPlatform, platform } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const network = (change: object) => () => onPlatform({ network: { ...platform.network, ...change } });

refuses(
  'pods over the mesh',
  network({ pods: '10.8.0.0/16' }),
  'platform/uyoop.ts network.mesh: network.mesh and network.pods overlap, got 10.8.0.0/24 and 10.8.0.0/16',
);
refuses(
  'services among the pods',
  network({ services: '10.42.128.0/17' }),
  'network.pods and network.services overlap',
);
takes('a mesh of sixteen bits', network({ mesh: '10.8.0.0/16' }));
