import check from '../../../../synth/checks/schemas/words.ts';
import { labPods, object, policy, rewritten, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);

/** The policy that lets the namespace of the wiki resolve names. */
const dns = (change: (spec: never) => void) => () =>
  rewritten(scratch(), ({ kind, metadata, spec }) => {
    if (kind === 'NetworkPolicy' && metadata.name === 'allow-dns' && metadata.namespace === 'prod-web')
      change(spec as never);
  });

refuses(
  'a type of policy',
  dns((spec: { policyTypes: string[] }) => {
    spec.policyTypes = ['Egres'];
  }),
  "prod-web/allow-dns: policyTypes is a word that Kubernetes refuses, got 'Egres' (there are Ingress, Egress)",
);

refuses(
  'a protocol of a policy',
  dns((spec: { egress: { ports: { protocol: string }[] }[] }) => {
    for (const port of spec.egress[0]?.ports ?? []) port.protocol = 'tcp';
  }),
  "prod-web/allow-dns: protocol is a word that Kubernetes refuses, got 'tcp' (there are TCP, UDP, SCTP)",
);

refuses(
  'a protocol of a container',
  () =>
    labPods(({ container }) => {
      container.ports[0].protocol = 'QUIC';
    }),
  "protocol is a word that Kubernetes refuses, got 'QUIC'",
);

refuses(
  'an operator',
  () => {
    const expressions = { matchExpressions: [{ key: 'app.kubernetes.io/name', operator: 'Is', values: ['wiki'] }] };
    return scratch({ add: ({ prod }) => object(prod, policy('p', 'prod-web', { podSelector: expressions })) });
  },
  "operator is a word that Kubernetes refuses, got 'Is'",
);

takes('the owner’s own words', () => {
  const podSelector = { matchLabels: { 'app.kubernetes.io/name': 'wiki' } };
  const service = { kind: 'Service', metadata: { name: 'typed', namespace: 'prod-web' } };
  return scratch({
    add: ({ prod }) => {
      object(prod, policy('p', 'prod-web', { podSelector, policyTypes: ['Ingress'] }));
      object(prod, { ...service, spec: { selector: { type: 'typed' }, ports: [{ port: 80 }] } });
    },
  });
});
