import { expect, it } from 'vitest';
import check from '../../../../synth/checks/isolation/dead-policies.ts';
import { written } from '../../../../synth/reading/written.ts';
import { object, podsCalled, policy, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const name = (name: string) => ({ 'app.kubernetes.io/name': name });

refuses(
  'an edge to a port that nobody opens, told once for its two halves',
  () => scratch({ add: ({ lab, wiki }) => wiki.web.reach(podsCalled('ai-lab', lab.web.pods.labels, 9999)) }),
  'an edge to a port that nobody opens, got tcp/9999 of ai-lab/lab, which open tcp/8080',
);

refuses(
  'an edge to pods that nobody runs, told once',
  () => scratch({ add: ({ wiki }) => wiki.web.reach(podsCalled('ai-lab', name('labb'), 8080)) }),
  'a policy speaks of pods that nobody runs, got pods app.kubernetes.io/name=labb in ai-lab',
);

refuses(
  'pods that are gone, told once for all edges from and to them',
  () => {
    const model = scratch({ add: ({ lab, wiki }) => wiki.web.reach(lab.web) });
    return { ...model, documents: model.documents.filter(({ path }) => path !== 'ai-lab/lab/workload-web/deployment') };
  },
  'got pods app.kubernetes.io/component=web, app.kubernetes.io/name=lab in ai-lab',
);

refuses(
  'a policy of labels that no pod bears',
  () =>
    scratch({
      add: ({ prod }) => object(prod, policy('idle', 'prod-web', { podSelector: { matchLabels: name('x') } })),
    }),
  'a policy speaks of pods that nobody runs, got pods app.kubernetes.io/name=x in prod-web',
);

const named = (port: string) => () =>
  scratch({
    add: ({ prod }) =>
      object(
        prod,
        policy('named', 'prod-web', {
          podSelector: { matchLabels: name('wiki') },
          policyTypes: ['Egress'],
          egress: [{ to: [{ podSelector: { matchLabels: name('wiki') } }], ports: [{ port }] }],
        }),
      ),
  });

takes('a port by its name', named('http'));
refuses('a name that no port bears', named('htttp'), 'got tcp/htttp of prod-web/wiki');

it('policies for the pods of the certificate authority, which come and go, are no fault', () => {
  const names = written(scratch(), 'NetworkPolicy').map((policy) => policy.name);
  expect(names.filter((policy) => policy.includes('acme'))).not.toEqual([]);
});
