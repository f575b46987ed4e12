import check from '../../../../synth/checks/secrets/plain-secrets.ts';
import { object, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);

refuses(
  'one without a value',
  () =>
    scratch({
      add: ({ prod }) =>
        object(prod, { kind: 'Secret', metadata: { name: 'wiki-plain', namespace: 'prod-web' }, data: {} }),
    }),
  'a plain Secret would be committed, got Secret prod-web/wiki-plain',
);
