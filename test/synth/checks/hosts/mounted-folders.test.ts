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
  'measurements',
  () => told('ai-lab', () => ({ folders: [] }), withTextfiles),
  'a folder that nobody makes on ai-lab, got /var/lib/node-exporter/textfile',
);
