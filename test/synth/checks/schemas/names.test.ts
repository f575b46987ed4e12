import check from '../../../../synth/checks/schemas/names.ts';
import { configMap } from '../config-maps.ts';
import { object, rewritten, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);

refuses('upper case', configMap({ name: 'Wiki' }), "the name of a ConfigMap must be a DNS name (RFC 1123), got 'Wiki'");
takes('dots', configMap({ name: 'wiki.extra' }));

refuses(
  'a Service that begins with a digit',
  () =>
    scratch({
      add: ({ prod }) =>
        object(prod, {
          kind: 'Service',
          metadata: { name: '1wiki', namespace: 'prod-web' },
          spec: { ports: [{ port: 80 }] },
        }),
    }),
  "the name of a Service must be a DNS label that begins with a letter, got '1wiki'",
);

refuses(
  'a CronJob that leaves its pods no room',
  () =>
    rewritten(scratch(), ({ kind, metadata }) => {
      if (kind === 'CronJob') Object.assign(metadata, { name: 'x'.repeat(53) });
    }),
  'the name of a CronJob must be a DNS name of at most 52',
);

takes('any path segment of a role', () =>
  scratch({
    add: ({ prod }) =>
      object(prod, {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'Role',
        metadata: { name: 'system:Wiki', namespace: 'prod-web' },
      }),
  }),
);
