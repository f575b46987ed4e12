import check from '../../../../synth/checks/isolation/undeclared-namespaces.ts';
import { object, podsCalled, policy, rewritten, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);

refuses(
  'a policy',
  () => scratch({ add: ({ prod }) => object(prod, policy('lost', 'prod-wep', { podSelector: {} })) }),
  "something is put into a namespace that nobody declares, got 'prod-wep' (declared: kube-system,",
);

refuses(
  'what runs nothing',
  () =>
    scratch({
      add: ({ prod }) => object(prod, { kind: 'ConfigMap', metadata: { name: 'lost', namespace: 'prod-wep' } }),
    }),
  "something is put into a namespace that nobody declares, got 'prod-wep' (declared: kube-system,",
);

refuses(
  'two policies, told once',
  () =>
    scratch({
      add: ({ prod }) => {
        for (const name of ['one', 'two']) object(prod, policy(name, 'prod-wep', { podSelector: {} }));
      },
    }),
  "got 'prod-wep' (declared: kube-system, default, kube-public, kube-node-lease, cert-manager, prod-web, ai-lab, security) (also prod-web/object-",
);

refuses(
  'pods',
  () =>
    rewritten(scratch(), ({ kind, metadata }) => {
      if (kind === 'CronJob') Object.assign(metadata, { namespace: 'ai-labb' });
    }),
  "ai-lab/lab/workload-sweep/cronjob: something is put into a namespace that nobody declares, got 'ai-labb'",
);

refuses(
  'an edge there, told once for its two halves',
  () => {
    const labels = { 'app.kubernetes.io/name': 'lab' };
    return scratch({ add: ({ wiki }) => wiki.web.reach(podsCalled('ai-labb', labels, 8080)) });
  },
  "prod-web/wiki/workload-web/to-ai-labb-8080/ingress: something is put into a namespace that nobody declares, got 'ai-labb'",
);
