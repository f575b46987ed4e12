import check from '../../../../synth/checks/isolation/default-deny.ts';
import { object, policy, rewritten, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);

const restricted = ['enforce', 'warn', 'audit'].map((mode) => [`pod-security.kubernetes.io/${mode}`, 'restricted']);
const bare = { kind: 'Namespace', metadata: { name: 'bare', labels: Object.fromEntries(restricted) } };

/** One namespace more, and the policies of it. */
const denied =
  (...specs: readonly object[]) =>
  () =>
    scratch({
      add: ({ prod }) => {
        object(prod, bare);
        for (const [index, spec] of specs.entries()) object(prod, policy(`deny-${index}`, 'bare', spec));
      },
    });
const open = (directions: string) => `namespace 'bare' does not deny ${directions} by default`;

refuses('one that denies nothing at all', denied(), `${open('ingress and egress')}, got no policy at all`);
refuses('one direction only', denied({ podSelector: {}, policyTypes: ['Ingress'] }), open('egress'));
refuses('policyTypes left out, which means ingress', denied({ podSelector: {} }), open('egress'));
refuses(
  'a rule beside the denial',
  denied({ podSelector: {}, policyTypes: ['Ingress', 'Egress'], ingress: [{}] }),
  `${open('ingress')}, got deny-0`,
);
takes('a denial in two halves', denied({ podSelector: {} }, { podSelector: {}, policyTypes: ['Egress'] }));

refuses(
  'one that dev could reach for want of it, told once',
  () =>
    rewritten(scratch(), ({ kind, metadata, spec }) => {
      if (kind !== 'NetworkPolicy') return;
      if (metadata.name === 'default-deny' && metadata.namespace === 'prod-web') spec.policyTypes = ['Egress'];
      if (metadata.name === 'allow-dns' && metadata.namespace === 'ai-lab')
        spec.egress.push({ to: [{ namespaceSelector: {} }] });
    }),
  "namespace 'prod-web' does not deny ingress by default",
);
