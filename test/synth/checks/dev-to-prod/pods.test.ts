import { expect, it } from 'vitest';
import check from '../../../../synth/checks/dev-to-prod/pods.ts';
import { networkOf } from '../../../../synth/reading/network.ts';
import { readablePorts } from '../../../../synth/reading/port-ranges.ts';
import { Bench, plain } from '../../../support/bench.ts';
import { object, podsCalled, policy, rewritten, Scratch, scratch } from '../scratch.ts';
import { letters, twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const wikiPods = { 'app.kubernetes.io/name': 'wiki', 'app.kubernetes.io/component': 'web' };

refuses(
  'an edge',
  () => scratch({ add: ({ lab, wiki }) => lab.web.reach(wiki.web) }),
  'ai-lab/lab/workload-web/deployment: traffic of dev reaches prod, got ai-lab/lab -> prod-web/wiki (tcp/8080)',
);

refuses(
  'a path through pods of another tier',
  () =>
    scratch({
      add: ({ operators, lab, wiki }) => {
        const bridge = new Scratch(operators, 'bridge');
        lab.web.reach(bridge.web);
        bridge.web.reach(wiki.web);
      },
    }),
  'ai-lab/lab -> cert-manager/bridge (tcp/8080) -> prod-web/wiki (tcp/8080)',
);

refuses(
  'two edges of the same pods, told once',
  () =>
    scratch({
      add: ({ lab, wiki }) => {
        lab.web.reach(wiki.web);
        lab.web.reach(wiki.database);
      },
    }),
  'got ai-lab/lab -> prod-web/wiki (tcp/8080); ai-lab/lab -> prod-web/wiki-database (tcp/3306)',
);

refuses(
  'a policy of prod that lets everybody in, told once for all pods of dev',
  () =>
    rewritten(scratch({ add: ({ lab }) => lab.job('again') }), ({ kind, metadata, spec }) => {
      if (kind !== 'NetworkPolicy') return;
      if (metadata.name === 'traefik-to-wiki-ingress') spec.ingress = [{}];
      if (metadata.name === 'allow-dns' && metadata.namespace === 'ai-lab')
        spec.egress.push({ to: [{ namespaceSelector: {} }] });
    }),
  'ai-lab/lab/workload-web/deployment: traffic of dev reaches prod, got ai-lab/lab -> prod-web/wiki (any port); ai-lab/lab-sweep -> prod-web/wiki (any port); ai-lab/lab-again -> prod-web/wiki (any port) (also ai-lab/lab/workload-sweep/cronjob, ai-lab/lab/workload-again/cronjob)',
);

takes('the same edge the other way round', () => scratch({ add: ({ lab, wiki }) => wiki.web.reach(lab.web) }));

takes('half an edge: the other half still denies', () => {
  const half = policy('half', 'prod-web', {
    podSelector: { matchLabels: wikiPods },
    policyTypes: ['Ingress'],
    ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'uyoop.fr/tier': 'dev' } } }] }],
  });
  return scratch({ add: ({ prod }) => object(prod, half) });
});

takes('the way through Traefik, which is the public door', () => {
  const traefik = podsCalled('kube-system', { 'app.kubernetes.io/name': 'traefik' }, 8443);
  return scratch({ add: ({ lab }) => lab.web.reach(traefik) });
});

it('a path ends at pods on the machine’s network, of which only the port that they open counts', () => {
  const relax = { hostNetwork: 'it measures the machine itself', noProbe: 'nobody asks it anything' };
  const model = scratch({
    add: ({ operators }) => new Bench(operators, 'agent').everywhere('web', { ...plain, ports: { http: 9100 }, relax }),
  });
  expect(letters(model)).toEqual([]);
  const ways = networkOf(model)
    .flows()
    .filter(({ to }) => to.onHost);
  expect(ways.length).toBeGreaterThan(0);
  expect(new Set(ways.map(({ ports }) => readablePorts(ports)))).toEqual(new Set(['tcp/9100']));
});
