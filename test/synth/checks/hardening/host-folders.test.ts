import check from '../../../../synth/checks/hardening/host-folders.ts';
import { labPods } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);

refuses(
  'one of its volumes',
  () => labPods(({ spec }) => spec.volumes.push({ name: 'host', hostPath: { path: '/etc' } })),
  'ai-lab/lab sees a folder of the machine, got hostPath /etc',
);
