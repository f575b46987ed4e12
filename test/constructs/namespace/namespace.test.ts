import { describe, expect, test } from 'vitest';
import { keepOnPrune } from '../../../constructs/facts/prune.ts';
import { takeInventory } from '../../../constructs/inventory.ts';
import { NamespaceChart, type NamespaceProps } from '../../../constructs/namespace/namespace.ts';
import { documentsOf } from '../../../synth/model/documents.ts';
import { Bench, type BenchProps, bench, plain, scratchApp } from '../../support/bench.ts';
import { Manifests } from '../../support/manifests.ts';

const plot = (props: BenchProps = {}) => bench((shop) => shop.workload('web', plain), props);
const level = (build: (shop: Bench) => void) =>
  bench(build).one('Namespace').metadata.labels?.['pod-security.kubernetes.io/enforce'];
const relax = { root: 'the start script changes owners' };

describe('a namespace', () => {
  test('denies everything both ways, to every pod', () => {
    expect(plot().one('NetworkPolicy', 'default-deny').spec).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
  });

  test('lets its pods ask the cluster’s own DNS, over both protocols', () => {
    expect(plot().one('NetworkPolicy', 'allow-dns').spec.egress).toEqual([
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
            podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
          },
        ],
        ports: [
          { port: 53, protocol: 'UDP' },
          { port: 53, protocol: 'TCP' },
        ],
      },
    ]);
  });

  test('lets Traefik ask ACME’s solver pods, where web hosts are served', () => {
    const { podSelector, ingress } = plot().one('NetworkPolicy', 'traefik-to-acme-solver').spec;
    expect(podSelector).toEqual({ matchLabels: { 'acme.cert-manager.io/http01-solver': 'true' } });
    expect(ingress[0].ports).toEqual([{ port: 8089, protocol: 'TCP' }]);
    expect(plot({ tier: 'platform', platform: { phase: 1 } }).names('NetworkPolicy')).toEqual([
      'default-deny',
      'allow-dns',
    ]);
    expect(plot({ web: false }).names('NetworkPolicy')).toEqual(['default-deny', 'allow-dns']);
  });

  test('made by K3s is neither declared nor denied', () => {
    expect(plot({ existing: true }).all.map(({ kind }) => kind)).toEqual(['ServiceAccount', 'Deployment', 'Service']);
    expect(plot().of('Namespace')).toHaveLength(1);
  });

  test('carries its tier and is pruned by neither engine', () => {
    const { labels, annotations } = plot().one('Namespace', 'plot').metadata;
    expect(labels?.['uyoop.fr/tier']).toBe('prod');
    expect(annotations).toEqual({
      'kustomize.toolkit.fluxcd.io/prune': 'disabled',
      'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
    });
  });

  test('is kept with what it denies and what it may ask for: pods may be left in it when its last service goes', () => {
    const shop = plot();
    const kept = [
      shop.one('NetworkPolicy', 'default-deny'),
      shop.one('NetworkPolicy', 'allow-dns'),
      shop.one('ResourceQuota'),
      shop.one('LimitRange'),
    ];
    for (const { metadata } of kept) expect(metadata.annotations).toMatchObject(keepOnPrune);
  });

  test('takes every property', () => {
    const app = scratchApp();
    const everything: Required<Omit<NamespaceProps, 'noQuota'>> = {
      tier: 'platform',
      layer: 'operators',
      existing: false,
      web: true,
      exactQuota: true,
    };
    new NamespaceChart(app, 'tools', everything);
    const documents = documentsOf(app);
    expect(new Set(documents.map(({ file }) => file))).toEqual(new Set(['kubernetes/operators/tools/namespace.yaml']));
    expect(new Manifests(documents).names('NetworkPolicy')).toContain('traefik-to-acme-solver');
  });
});

describe('the quota', () => {
  const hard = (exactQuota?: boolean) => {
    const app = scratchApp();
    const chart = new NamespaceChart(app, 'plot', { tier: 'prod', exactQuota });
    const resources = { cpu: '1', memory: '1Gi', memoryLimit: '2Gi' } as const;
    new Bench(chart, 'shop').workload('web', { ...plain, resources });
    return new Manifests(documentsOf(app)).one('ResourceQuota').spec.hard;
  };

  test('is exactly what is claimed where that is asked for, and leaves room for a rollout elsewhere', () => {
    expect(hard(true)).toEqual({
      pods: '1',
      'requests.cpu': '1000m',
      'requests.memory': '1024Mi',
      'limits.memory': '2048Mi',
    });
    expect(hard()['limits.memory']).toBe('4864Mi');
  });
});

test('a namespace without a quota has none of its ceilings, and a reason that is written down', () => {
  const app = scratchApp();
  new NamespaceChart(app, 'tools', { tier: 'platform', noQuota: 'a chart makes pods whose size nobody can set' });
  const manifests = new Manifests(documentsOf(app));
  expect([...manifests.of('ResourceQuota'), ...manifests.of('LimitRange')]).toEqual([]);
  expect(takeInventory(app).exceptions.map(({ what }) => what)).toEqual(['no quota in tools']);
});

describe('the Pod Security level', () => {
  test('is restricted, in all three modes, until a pod needs less', () => {
    const { labels } = plot().one('Namespace').metadata;
    const modes = ['enforce', 'warn', 'audit'].map((mode) => labels?.[`pod-security.kubernetes.io/${mode}`]);
    expect(modes).toEqual(['restricted', 'restricted', 'restricted']);
  });

  test('falls to baseline for a pod that is root or adds capabilities, however late it comes', () => {
    expect(
      level((shop) => {
        shop.workload('web', plain);
        shop.workload('late', { ...plain, user: 'root', relax });
      }),
    ).toBe('baseline');
    const add = (capability: 'CHOWN' | 'NET_BIND_SERVICE') =>
      level((shop) => {
        const capabilities = { add: [capability], reason: 'the image asks for it at its start' };
        shop.workload('web', { ...plain, relax: { capabilities } });
      });
    expect(add('CHOWN')).toBe('baseline');
    expect(add('NET_BIND_SERVICE')).toBe('restricted');
  });

  test('does not fall for what restricted does not look at', () => {
    const writable = { writableRoot: 'writes its sessions beside the code' };
    expect(level((shop) => shop.workload('web', { ...plain, relax: writable }))).toBe('restricted');
  });
});

test('a service stands directly in a namespace', () => {
  expect(() =>
    bench((shop) => {
      new (shop.constructor as typeof Bench)(shop as never, 'inner');
    }),
  ).toThrow('plot/shop/inner: a service stands directly in a NamespaceChart, got Bench');
});
