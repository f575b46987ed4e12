import check from '../../../../synth/checks/hardening/host-namespaces.ts';
import { labPods } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);

for (const field of ['hostPID', 'hostIPC']) {
  refuses(
    field,
    () =>
      labPods(({ spec }) => {
        spec[field] = true;
      }),
    `ai-lab/lab shares a namespace with the machine, got ${field}: true`,
  );
}

refuses(
  'two of them, told once',
  () =>
    labPods(({ spec }) => {
      spec.hostPID = true;
      spec.hostIPC = true;
    }),
  'ai-lab/lab shares a namespace with the machine, got hostPID: true; hostIPC: true',
);
