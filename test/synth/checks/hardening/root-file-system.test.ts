import check from '../../../../synth/checks/hardening/root-file-system.ts';
import { labPods } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);

refuses(
  'without a reason',
  () =>
    labPods(({ security }) => {
      security.readOnlyRootFilesystem = false;
    }),
  'ai-lab/lab writes to its root file system, got container lab: readOnlyRootFilesystem is not true',
);

refuses(
  'two containers of one pod, told once',
  () =>
    labPods(({ spec, container, security }) => {
      security.readOnlyRootFilesystem = false;
      spec.initContainers = [{ ...structuredClone(container), name: 'before' }];
    }),
  'container lab: readOnlyRootFilesystem is not true; container before: readOnlyRootFilesystem is not true',
);
