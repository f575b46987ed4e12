import check from '../../../../synth/checks/hardening/privilege-escalation.ts';
import { labPods } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);
const letter = 'ai-lab/lab may gain privileges, got container lab: allowPrivilegeEscalation is not false';

refuses(
  'by default',
  () =>
    labPods(({ security }) => {
      delete security.allowPrivilegeEscalation;
    }),
  letter,
);

refuses(
  'by its own word',
  () =>
    labPods(({ security }) => {
      security.allowPrivilegeEscalation = true;
    }),
  letter,
);
