import check from '../../../../synth/checks/hardening/privileged.ts';
import { labPods } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);

refuses(
  'a container',
  () =>
    labPods(({ security }) => {
      security.privileged = true;
    }),
  'ai-lab/lab is privileged, got container lab: privileged: true',
);

refuses(
  'a container that says nothing of escalation, told once',
  () =>
    labPods(({ security }) => {
      security.privileged = true;
      delete security.allowPrivilegeEscalation;
    }),
  'ai-lab/lab is privileged, got container lab: privileged: true',
);
