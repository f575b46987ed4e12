import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { charts, fluxVersion } from '../../../../platform/versions.ts';
import { fixture } from '../../../support/platform.ts';
import { town, townWith } from '../../../support/town.ts';

const { manifests } = town();
const flux = manifests.in('flux-system');

describe('Flux', () => {
  test('is laid down by K3s: its operator, its instance, its namespace, each a file of its own', () => {
    const files = manifests.documents.map(({ file }) => file).filter((file) => file.startsWith('bootstrap/'));
    expect([...new Set(files)]).toEqual([
      'bootstrap/flux/namespace.yaml',
      'bootstrap/flux/flux-operator.yaml',
      'bootstrap/flux/flux.yaml',
    ]);
  });

  test('has no web interface, which would be open to every namespace', () => {
    const chart = manifests.one('HelmChart', 'flux-operator');
    expect(parse(chart.spec.valuesContent).web).toEqual({ enabled: false });
    expect(chart.metadata.namespace).toBe('kube-system');
    expect(chart.spec).toMatchObject({ targetNamespace: 'flux-system', version: charts.fluxOperator.version });
    expect(chart.spec).not.toHaveProperty('repo');
  });

  test('has the one name that its CRD takes, and a whole version without v', () => {
    const instance = flux.one('FluxInstance', 'flux');
    expect(fluxVersion).toMatch(/^v\d+\.\d+\.\d+$/);
    expect(instance.spec.distribution.version).toBe(fluxVersion.slice(1));
    expect(instance.spec.distribution).not.toHaveProperty('artifact');
  });

  test('leaves the network to our own policies', () => {
    expect(flux.one('FluxInstance').spec.cluster.networkPolicy).toBe(false);
    expect(flux.names('NetworkPolicy')).toEqual(
      expect.arrayContaining([
        'default-deny',
        'source-controller-to-internet-https',
        'kustomize-controller-to-source-controller',
        'helm-controller-to-source-controller-ingress',
        'kustomize-controller-to-notification-controller',
        'flux-operator-to-kubernetes-api',
      ]),
    );
    const into = flux.one('NetworkPolicy', 'kustomize-controller-to-source-controller-ingress').spec;
    expect(into.ingress[0].ports).toEqual([{ port: 9090, protocol: 'TCP' }]);
  });

  test('points at this repository’s dist/flux, by a full name of its branch', () => {
    expect(flux.one('FluxInstance').spec.sync).toMatchObject({
      kind: 'GitRepository',
      url: fixture.owner.repository.url,
      ref: 'refs/heads/main',
      path: 'dist/flux',
      pullSecret: 'flux-git',
    });
  });

  test('needs no token for a public repository', () => {
    const repository = { ...fixture.owner.repository, private: false };
    const open = townWith({ platform: { owner: { ...fixture.owner, repository } } });
    expect(open.manifests.one('FluxInstance').spec.sync).not.toHaveProperty('pullSecret');
    expect(open.inventory.secrets.map(({ name }) => name)).not.toContain('flux-git');
  });

  test('has its token before GitOps runs, in every phase', () => {
    for (const phase of [1, 2, 3] as const) {
      const claim = town(phase).inventory.secrets.find(({ name }) => name === 'flux-git');
      expect(claim).toMatchObject({ namespace: 'flux-system', backend: 'existing' });
    }
  });
});

describe('Flux’s layers', () => {
  test('wait for each other: a CRD is there before what is made of it', () => {
    const layers = flux.of('Kustomization').map(({ metadata, spec }) => [metadata.name, spec.path, spec.dependsOn]);
    expect(layers).toEqual([
      ['operators', './dist/kubernetes/operators', undefined],
      ['configuration', './dist/kubernetes/configuration', [{ name: 'operators' }]],
      ['services', './dist/kubernetes/services', [{ name: 'configuration' }]],
    ]);
  });

  test('wait until they are healthy, clean up after themselves and rewrite no variable in a manifest', () => {
    for (const { spec } of flux.of('Kustomization')) {
      expect(spec).toMatchObject({
        prune: true,
        wait: true,
        timeout: '15m',
        sourceRef: { kind: 'GitRepository', name: 'flux-system' },
      });
      expect(spec).not.toHaveProperty('postBuild');
      expect(spec).not.toHaveProperty('healthChecks');
    }
  });

  test('hold every object that K3s does not lay down', () => {
    const rooms = new Set(manifests.documents.map(({ file }) => file.split('/').slice(0, 2).join('/')));
    expect([...rooms].filter((room) => room.startsWith('kubernetes/')).sort()).toEqual([
      'kubernetes/configuration',
      'kubernetes/operators',
      'kubernetes/services',
    ]);
  });

  test('use the API versions that Flux has left', () => {
    const versions = new Set(
      manifests.all.map(({ apiVersion }) => apiVersion).filter((version) => version.includes('toolkit')),
    );
    expect([...versions].sort()).toEqual([
      'helm.toolkit.fluxcd.io/v2',
      'kustomize.toolkit.fluxcd.io/v1',
      'source.toolkit.fluxcd.io/v1',
    ]);
  });
});
