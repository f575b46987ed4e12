import { describe, expect, it } from 'vitest';
import { kubernetesApi } from '../../../constructs/network/endpoint.ts';
import { networkOf } from '../../../synth/reading/network.ts';
import { readablePorts } from '../../../synth/reading/port-ranges.ts';
import { Bench, plain } from '../../support/bench.ts';
import { letters, object, platform, podsCalled, policy, Scratch, scratch, tripped } from './scratch.ts';

const labels = { 'app.kubernetes.io/name': 'lab', 'app.kubernetes.io/component': 'web' };
const addresses = (cidr: string, more: object = {}, ports?: object[]) =>
  policy('out', 'ai-lab', {
    podSelector: { matchLabels: labels },
    policyTypes: ['Egress'],
    egress: [{ to: [{ ipBlock: { cidr, ...more } }], ...(ports && { ports }) }],
  });

describe('check 3: from dev to prod', () => {
  it('refuses an edge', () => {
    const model = scratch({ add: ({ lab, wiki }) => lab.web.reach(wiki.web) });
    expect(tripped(model)).toEqual([3]);
    expect(letters(model)).toEqual([expect.stringContaining('got ai-lab/lab -> prod-web/wiki (tcp/8080)')]);
  });

  it('takes the same edge the other way round', () => {
    expect(letters(scratch({ add: ({ lab, wiki }) => wiki.web.reach(lab.web) }))).toEqual([]);
  });

  it('takes half an edge: the other half still denies', () => {
    const half = policy('half', 'prod-web', {
      podSelector: { matchLabels: { ...labels, 'app.kubernetes.io/name': 'wiki' } },
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'uyoop.fr/tier': 'dev' } } }] }],
    });
    expect(letters(scratch({ add: ({ prod }) => object(prod, half) }))).toEqual([]);
  });

  it('refuses a path through pods of another tier', () => {
    const model = scratch({
      add: ({ operators, lab, wiki }) => {
        const bridge = new Scratch(operators, 'bridge');
        lab.web.reach(bridge.web);
        bridge.web.reach(wiki.web);
      },
    });
    expect(tripped(model)).toEqual([3]);
    expect(letters(model)[0]).toContain('ai-lab/lab -> cert-manager/bridge (tcp/8080) -> prod-web/wiki (tcp/8080)');
  });

  it('ends a path at pods on the machine’s network, and counts of them only the port that they open', () => {
    const everywhere = (operators: Scratch['chart']) => {
      const relax = { hostNetwork: 'it measures the machine itself', noProbe: 'nobody asks it anything' };
      return new Bench(operators, 'agent').everywhere('web', { ...plain, ports: { http: 9100 }, relax });
    };
    const model = scratch({ add: ({ operators }) => everywhere(operators) });
    expect(letters(model)).toEqual([]);
    const ways = networkOf(model)
      .flows()
      .filter(({ to }) => to.onHost);
    expect(ways.length).toBeGreaterThan(0);
    expect(new Set(ways.map(({ ports }) => readablePorts(ports)))).toEqual(new Set(['tcp/9100']));
  });

  it('takes the way through Traefik, which is the public door', () => {
    const traefik = podsCalled('kube-system', { 'app.kubernetes.io/name': 'traefik' }, 8443);
    expect(letters(scratch({ add: ({ lab }) => lab.web.reach(traefik) }))).toEqual([]);
  });

  it.each([
    ['the mesh address of a machine of prod', '10.8.0.1/32'],
    ["Mailcow's Docker network", '172.22.1.0/24'],
    ['the pod network', '10.42.0.0/16'],
    ['the service network', '10.43.0.0/16'],
    ['everything', '0.0.0.0/0'],
  ])('refuses addresses: %s', (_, cidr) => {
    expect(tripped(scratch({ add: ({ dev }) => object(dev, addresses(cidr)) }))).toEqual([3]);
  });

  it('takes the internet without private ranges, and the mesh address of its own machine', () => {
    const except = ['10.0.0.0/8', '172.16.0.0/12'];
    expect(letters(scratch({ add: ({ dev }) => object(dev, addresses('0.0.0.0/0', { except })) }))).toEqual([]);
    expect(letters(scratch({ add: ({ dev }) => object(dev, addresses('10.8.0.2/32')) }))).toEqual([]);
  });

  it('takes the Kubernetes API, and no other port beside it', () => {
    expect(letters(scratch({ add: ({ lab }) => lab.web.reach(kubernetesApi(platform)) }))).toEqual([]);
    const wider = addresses('10.8.0.1/32', {}, [{ port: 6443, endPort: 6444 }]);
    expect(letters(scratch({ add: ({ dev }) => object(dev, wider) }))).toEqual([expect.stringContaining('(tcp/6444)')]);
  });
});
