import check from '../../../../synth/checks/schemas/machine-names.ts';
import { core, lab, onPlatform } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);
const second = (change: object) => () => onPlatform({ machines: [core, { ...lab, ...change }] });

refuses(
  'one name',
  second({ name: 'core-prod' }),
  "platform/uyoop.ts machines: two machines have the same name, got 'core-prod'",
);
refuses('one address', second({ mesh: '10.8.0.1' }), "two machines have the same mesh address, got '10.8.0.1'");
refuses('a name that is no host name', second({ name: 'AI_Lab' }), "is no host name, got 'AI_Lab'");
for (const mesh of ['10.9.0.2', '10.8.0.0', '10.8.0.255'])
  refuses(mesh, second({ mesh, ports: [] }), `the mesh address of 'ai-lab' is not in 10.8.0.0/24, got ${mesh}`);
refuses(
  "another machine's address at a port",
  second({ ports: [{ port: 9100, protocol: 'tcp', owner: 'node-exporter', address: '10.8.0.1' }] }),
  "port of node-exporter: machine 'ai-lab' does not have its address, got 10.8.0.1",
);
