import check from '../../../../synth/checks/hardening/seccomp.ts';
import { labPods } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);

refuses(
  'none at all',
  () =>
    labPods(({ spec }) => {
      delete spec.securityContext.seccompProfile;
    }),
  'ai-lab/lab has no seccomp profile, got container lab: not set',
);

refuses(
  'one that confines nothing, though the pod has another',
  () =>
    labPods(({ security }) => {
      security.seccompProfile = { type: 'Unconfined' };
    }),
  'ai-lab/lab has no seccomp profile, got container lab: Unconfined',
);

takes('a profile of the machine', () =>
  labPods(({ security }) => {
    security.seccompProfile = { type: 'Localhost', localhostProfile: 'lab.json' };
  }),
);
