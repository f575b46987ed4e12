import { HostCheckout } from '../../../../constructs/facts/claim.ts';
import check from '../../../../synth/checks/hosts/mounted-folders.ts';
import { core, Scratch, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';
import { told } from './told.ts';

const { refuses, takes } = twin(check);
const commit = 'bef5dfaadbb07381af02ec4e7391e49214ebf953';
const withCheckout = {
  add: ({ prod }: { prod: ConstructorParameters<typeof Scratch>[0] }) => {
    new HostCheckout(prod, 'plugin', {
      machine: core,
      repository: 'https://example.org/plugin',
      commit,
      path: '/opt/plugin',
    });
  },
};
const withTextfiles = {
  add: ({ dev }: { dev: ConstructorParameters<typeof Scratch>[0] }) => {
    new Scratch(dev, 'exporter', { args: ['--collector.textfile.directory=/host/var/lib/node-exporter/textfile'] });
  },
};

takes('a plugin that is laid down', () => scratch(withCheckout));
takes('a folder of measurements that is made', () => scratch(withTextfiles));
refuses(
  'a plugin',
  () => told('core-prod', () => ({ checkouts: [] }), withCheckout),
  'prod-web/plugin: a folder that nobody makes on core-prod, got /opt/plugin',
);
refuses(
  'a plugin of somebody else',
  () =>
    told(
      'core-prod',
      ({ checkouts }) => ({ checkouts: checkouts.map((one) => ({ ...one, repository: 'https://example.org/other' })) }),
      withCheckout,
    ),
  'prod-web/plugin: a folder that nobody makes on core-prod, got /opt/plugin',
);
refuses(
  'measurements',
  () => told('ai-lab', () => ({ folders: [] }), withTextfiles),
  'a folder that nobody makes on ai-lab, got /var/lib/node-exporter/textfile',
);
refuses(
  'measurements where nobody may read them',
  () => told('ai-lab', ({ folders }) => ({ folders: folders.map((one) => ({ ...one, mode: '0700' })) }), withTextfiles),
  'a folder that nobody makes on ai-lab, got /var/lib/node-exporter/textfile',
);
refuses(
  'code that nobody asked for',
  () => told('ai-lab', () => ({ checkouts: [{ repository: 'https://example.org/a', commit, path: '/opt/a' }] })),
  'hosts/ai-lab: a checkout that no pod mounts, got /opt/a',
);
refuses(
  'volumes without what they need of Debian',
  () => told('ai-lab', () => ({ packages: ['open-iscsi'] })),
  'hosts/ai-lab: what local-path needs of Debian is not nothing, got open-iscsi',
);
