import check from '../../../../synth/checks/doors/other-doors.ts';
import { object, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);

refuses(
  'an Ingress',
  () =>
    scratch({
      add: ({ prod }) =>
        object(prod, {
          apiVersion: 'networking.k8s.io/v1',
          kind: 'Ingress',
          metadata: { name: 'door', namespace: 'prod-web' },
          spec: { defaultBackend: { service: { name: 'wiki', port: { number: 8080 } } } },
        }),
    }),
  'a public door that nobody can judge, got Ingress',
);
