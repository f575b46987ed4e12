import check from '../../../../synth/checks/schemas/doubles.ts';
import { object, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const configMap = (name: string, more: object = {}) => ({
  kind: 'ConfigMap',
  metadata: { name, namespace: 'prod-web' },
  ...more,
});

refuses(
  'by two constructs',
  () =>
    scratch({
      add: ({ prod, wiki }) => {
        for (const scope of [prod, wiki]) object(scope, configMap('twin'));
      },
    }),
  'ConfigMap prod-web/twin is written twice',
);

takes('two names', () =>
  scratch({
    add: ({ prod }) => {
      for (const name of ['one', 'two']) object(prod, configMap(name));
    },
  }),
);
