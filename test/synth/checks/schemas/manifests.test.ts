import check from '../../../../synth/checks/schemas/manifests.ts';
import { labPods, object, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);

refuses(
  'an unknown field',
  () =>
    labPods(({ container }) => {
      container.imagePolicy = 'Always';
    }),
  'apps/v1/Deployment lab: /spec/template/spec/containers/0 has an unknown field \'imagePolicy\', got "Always"',
);

refuses(
  'an unknown kind',
  () =>
    scratch({
      add: ({ prod }) =>
        object(prod, { apiVersion: 'example.org/v1', kind: 'Wish', metadata: { name: 'a', namespace: 'prod-web' } }),
    }),
  'a kind that no schema describes, got example.org/v1/Wish',
);
