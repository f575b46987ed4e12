import { describe, expect, test } from 'vitest';
import { NamespaceChart } from '../../../constructs/namespace/namespace.ts';
import { Edge, type EdgeProps } from '../../../constructs/network/edge.ts';
import {
  internet,
  kubernetesApi,
  mailSubmission,
  objectStorage,
  privateRanges,
} from '../../../constructs/network/endpoint.ts';
import { documentsOf } from '../../../synth/model/documents.ts';
import { Bench, bench, plain, scratchApp } from '../../support/bench.ts';
import { Manifests } from '../../support/manifests.ts';
import { fixture } from '../../support/platform.ts';

/** A caller in `plot`, a target in `shed`. */
function across(shed: { existing?: boolean } = {}, plot: { existing?: boolean } = {}) {
  const app = scratchApp();
  const target = new Bench(new NamespaceChart(app, 'shed', { tier: 'prod', ...shed }), 'store');
  const caller = new Bench(new NamespaceChart(app, 'plot', { tier: 'prod', ...plot }), 'shop');
  caller.workload('web', { ...plain, reaches: [target.workload('web', { ...plain, ports: { api: 7000 } })] });
  return new Manifests(documentsOf(app));
}

const edges = (manifests: Manifests) =>
  manifests.of('NetworkPolicy').filter(({ metadata }) => metadata.name.includes('shop-to-'));

describe('an edge', () => {
  test('is two policies: one where it starts, one where it ends', () => {
    const found = edges(across()).map(({ metadata, spec }) => [metadata.name, metadata.namespace, spec.policyTypes]);
    expect(found).toEqual([
      ['shop-to-store', 'plot', ['Egress']],
      ['shop-to-store-ingress', 'shed', ['Ingress']],
    ]);
  });

  test('names the other side by namespace and labels together, and its port alone', () => {
    const manifests = across();
    const side = (namespace: string, name: string) => ({
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
      podSelector: { matchLabels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': 'web' } },
    });
    const ports = [{ port: 7000, protocol: 'TCP' }];
    expect(manifests.one('NetworkPolicy', 'shop-to-store').spec.egress).toEqual([
      { to: [side('shed', 'store')], ports },
    ]);
    const inward = manifests.one('NetworkPolicy', 'shop-to-store-ingress').spec;
    expect(inward.ingress).toEqual([{ from: [side('plot', 'shop')], ports }]);
    expect(inward.podSelector).toEqual(side('shed', 'store').podSelector);
  });

  test('has no half where nothing is denied: kube-system is K3s’s', () => {
    expect(edges(across({ existing: true })).map(({ metadata }) => metadata.namespace)).toEqual(['plot']);
    expect(edges(across({}, { existing: true })).map(({ metadata }) => metadata.namespace)).toEqual(['shed']);
  });

  test('that nobody declared does not exist', () => {
    const manifests = bench((shop) => shop.workload('web', plain));
    expect(manifests.names('NetworkPolicy')).toEqual(['default-deny', 'allow-dns', 'traefik-to-acme-solver']);
  });

  test('takes every property', () => {
    const app = scratchApp();
    const shop = new Bench(new NamespaceChart(app, 'plot', { tier: 'prod' }), 'shop');
    const everything: Required<EdgeProps> = {
      from: { name: 'some', namespace: 'plot', labels: { app: 'some' }, guarded: true },
      to: { name: 'other', peers: [{ cidrs: ['192.0.2.1/32'], ports: [{ port: 53, protocol: 'UDP' }] }] },
    };
    new Edge(shop, 'edge', everything);
    expect(new Manifests(documentsOf(app)).one('NetworkPolicy', 'some-to-other').spec).toEqual({
      podSelector: { matchLabels: { app: 'some' } },
      policyTypes: ['Egress'],
      egress: [{ to: [{ ipBlock: { cidr: '192.0.2.1/32' } }], ports: [{ port: 53, protocol: 'UDP' }] }],
    });
  });
});

describe('an endpoint outside the cluster', () => {
  test('the internet is never a private range', () => {
    const manifests = bench((shop) => shop.workload('web', { ...plain, reaches: [internet.https] }));
    const [{ to }] = manifests.one('NetworkPolicy', 'shop-to-internet-https').spec.egress;
    expect(to).toEqual([{ ipBlock: { cidr: '0.0.0.0/0', except: privateRanges } }]);
    expect(privateRanges).toEqual(expect.arrayContaining(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']));
    expect(objectStorage.peers[0]?.except).toBe(privateRanges);
  });

  test('mail is reached by its public address and by the Docker network behind it', () => {
    expect(mailSubmission(fixture).peers).toEqual([
      { cidrs: ['192.0.2.77/32', '172.29.1.0/24'], ports: [{ port: 587 }] },
    ]);
  });

  test('the Kubernetes API is the server’s mesh address, as the packet carries it after DNAT', () => {
    expect(kubernetesApi(fixture).peers).toEqual([{ cidrs: ['10.77.0.1/32'], ports: [{ port: 6443 }] }]);
  });

  test('without the owner’s facts about a machine there is no address', () => {
    const owner = { ...fixture.owner, machines: {} };
    expect(() => mailSubmission({ ...fixture, owner })).toThrow("platform/owner.ts says nothing of machine 'quay'");
  });
});
