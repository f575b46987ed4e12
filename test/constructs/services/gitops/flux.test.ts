import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { NamespaceChart } from '../../../../constructs/namespace/namespace.ts';
import { charts, fluxVersion } from '../../../../platform/versions.ts';
import type { Fields } from '../../../support/manifests.ts';
import { fixture } from '../../../support/platform.ts';
import { town, townWith } from '../../../support/town.ts';
import { Lab } from '../../../support/town-services.ts';

const { manifests } = town();
const flux = manifests.in('flux-system');

describe('Flux', () => {
  test('is laid down by K3s: its operator, its instance, its namespace, each a file of its own', () => {
    const files = manifests.documents.map(({ file }) => file).filter((file) => file.startsWith('bootstrap/'));
    expect([...new Set(files)]).toEqual([
      'bootstrap/flux/flux-namespace.yaml',
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
  const before = (name: string): readonly string[] =>
    (flux.one('Kustomization', name).spec.dependsOn ?? []).map((other: { name: string }) => other.name);

  test('are a Kustomization for each folder that is written', () => {
    const paths = flux.of('Kustomization').map(({ spec }) => spec.path.replace('./dist/', ''));
    const folders = manifests.documents.map(({ file }) => file.split('/').slice(0, 3).join('/'));
    expect(paths.sort()).toEqual([...new Set(folders)].filter((folder) => folder.startsWith('kubernetes/')).sort());
  });

  test('wait for what they really need: a kind, a namespace, the ranks of pods', () => {
    expect(before('operators-kube-system')).toEqual([]);
    expect(before('configuration-prod-shop')).toEqual([]);
    expect(before('configuration-cert-manager')).toEqual(['operators-cert-manager']);
    expect(before('services-prod-shop')).toEqual(
      expect.arrayContaining(['operators-kube-system', 'operators-security', 'configuration-prod-shop']),
    );
  });

  test('of a namespace never wait for the services of another: the lab’s failure does not delay the mail', () => {
    for (const { metadata } of flux.of('Kustomization')) {
      expect(before(metadata.name).filter((other) => other.startsWith('services-'))).toEqual([]);
    }
    const mail = new Set<string>();
    const follow = (name: string) => {
      mail.add(name);
      before(name).forEach(follow);
    };
    follow('services-prod-mail');
    expect([...mail].sort()).toEqual([
      'configuration-prod-mail',
      'operators-cert-manager',
      'operators-kube-system',
      'services-prod-mail',
    ]);
  });

  test('of a namespace more are one Kustomization more, and change no other', () => {
    const more = townWith({
      add: (app) => new Lab(new NamespaceChart(app, 'annex', { tier: 'dev' }), 'bench'),
    }).manifests.in('flux-system');
    const known = flux.of('Kustomization');
    for (const one of known) expect(more.one('Kustomization', one.metadata.name).spec).toEqual(one.spec);
    const added = more
      .of('Kustomization')
      .filter(({ metadata }) => !known.some((one) => one.metadata.name === metadata.name));
    expect(added.map(({ metadata }) => metadata.name)).toEqual(['configuration-annex', 'services-annex']);
  });

  test('are given the time that their slowest pod needs', () => {
    const limit = (name: string) => Number.parseInt(flux.one('Kustomization', name).spec.timeout, 10) * 60;
    for (const pod of town().inventory.workloads) {
      expect(limit(`services-${pod.place.namespace}`)).toBeGreaterThan(pod.startupSeconds);
    }
  });

  test('that are sick keep no other from a worker, nor from the commit that heals them', () => {
    const { patches } = flux.one('FluxInstance').spec.kustomize;
    const patch = patches.find(({ target }: Fields) => target.name === 'kustomize-controller').patch;
    const added = JSON.parse(patch).map(({ value }: Fields) => value);
    expect(added).toContain('--feature-gates=CancelHealthCheckOnNewRevision=true');
    const workers = Number(/--concurrent=(\d+)/.exec(added.join(' '))?.[1]);
    expect(workers).toBeGreaterThanOrEqual(flux.of('Kustomization').length);
  });

  test('wait until they are healthy, clean up after themselves and rewrite no variable in a manifest', () => {
    for (const { spec } of flux.of('Kustomization')) {
      expect(spec).toMatchObject({
        prune: true,
        wait: true,
        // Whoever deletes Flux does not delete what it made.
        deletionPolicy: 'Orphan',
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
