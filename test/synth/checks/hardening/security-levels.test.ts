import check from '../../../../synth/checks/hardening/security-levels.ts';
import { namespaced } from '../levels.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);
const label = (mode: string) => `pod-security.kubernetes.io/${mode}`;

refuses(
  'no level',
  () => namespaced((labels) => delete labels[label('enforce')]),
  "namespace 'ai-lab' enforces no Pod Security level, got no label pod-security.kubernetes.io/enforce",
);

refuses(
  'a level that does not exist',
  () =>
    namespaced((labels) => {
      labels[label('enforce')] = 'strict';
    }),
  "namespace 'ai-lab' enforces no Pod Security level, got 'strict'",
);

refuses(
  'no warning',
  () => namespaced((labels) => delete labels[label('warn')]),
  "namespace 'ai-lab' is looser in 'warn' than in 'enforce', got not set against restricted",
);

refuses(
  'an audit of less',
  () =>
    namespaced((labels) => {
      labels[label('audit')] = 'baseline';
    }),
  "namespace 'ai-lab' is looser in 'audit' than in 'enforce', got baseline against restricted",
);
