import check from '../../../../synth/checks/hardening/api-token.ts';
import { labPods } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const projected = (token: object) => () =>
  labPods(({ spec }) =>
    spec.volumes.push({
      name: 'token',
      projected: { sources: [{ serviceAccountToken: { path: 'token', ...token } }] },
    }),
  );

refuses(
  'by default',
  () =>
    labPods(({ spec }) => {
      delete spec.automountServiceAccountToken;
    }),
  'ai-lab/lab sees the token of its service account, got automountServiceAccountToken: not set, which means true',
);
refuses('by a volume', projected({}), 'ai-lab/lab sees the token of its service account, got volume token');
takes('a token for another audience', projected({ audience: 'vault' }));
