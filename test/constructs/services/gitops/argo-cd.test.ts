import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { town } from '../../../support/town.ts';

const { manifests, inventory } = town(3, 'argocd');
const argo = manifests.in('argocd');
const chart = manifests.one('HelmChart', 'argo-cd');
const values = parse(chart.spec.valuesContent);

describe('Argo CD', () => {
  test('is laid down by K3s: the chart, its project and the Application at the root', () => {
    const files = manifests.documents.map(({ file }) => file).filter((file) => file.startsWith('bootstrap/'));
    expect([...new Set(files)]).toEqual([
      'bootstrap/argocd/argocd-namespace.yaml',
      'bootstrap/argocd/argocd-argo-cd.yaml',
      'bootstrap/argocd/argocd-root.yaml',
    ]);
    expect(chart.spec.chart).toBe('oci://ghcr.io/argoproj/argo-helm/argo-cd');
  });

  test('runs without what nobody uses, each by the switch that the chart has for it', () => {
    expect(values).toMatchObject({
      dex: { enabled: false },
      notifications: { enabled: false },
      applicationSet: { replicas: 0 },
      server: { replicas: 0 },
    });
  });

  test('sees EndpointSlices: hidden, as they are by default, Mailcow could not be reached', () => {
    const excluded = parse(values.configs.cm['resource.exclusions']);
    expect(JSON.stringify(excluded)).not.toMatch(/Endpoint/);
    expect(excluded).toEqual([{ apiGroups: ['coordination.k8s.io'], kinds: ['Lease'], clusters: ['*'] }]);
  });

  test('takes the health of its children for an Application’s own, so that waves wait', () => {
    const health = values.configs.cm['resource.customizations.health.argoproj.io_Application'];
    expect(health).toContain('hs.status = obj.status.health.status');
    expect(health).toContain('hs.status = "Progressing"');
  });

  test('leaves the network to our own policies, whose labels are the chart’s', () => {
    expect(values.global.networkPolicy.create).toBe(false);
    const labels = (name: string) => argo.one('NetworkPolicy', name).spec.podSelector.matchLabels;
    expect(labels('argocd-application-controller-to-argocd-repo-server')).toEqual({
      'app.kubernetes.io/name': 'argocd-application-controller',
    });
    expect(labels('argocd-redis-secret-init-to-kubernetes-api')).toEqual({
      'app.kubernetes.io/name': 'argocd-redis-secret-init',
    });
    expect(argo.names('NetworkPolicy')).toContain('argocd-repo-server-to-internet-https');
  });

  test('has resources for each part that runs: the chart gives none', () => {
    for (const part of ['controller', 'repoServer', 'redis']) {
      expect(values[part].resources.limits.memory).toMatch(/^\d+Mi$/);
    }
  });

  test('throws away of its cache what is old before the kernel ends it', () => {
    const [, maximum, , policy] = values.redis.extraArgs;
    expect(Number.parseInt(maximum, 10)).toBeLessThanOrEqual(
      0.9 * Number.parseInt(values.redis.resources.limits.memory, 10),
    );
    expect(policy).toBe('allkeys-lru');
  });

  test('may make cluster-wide objects: a project allows none by itself', () => {
    expect(argo.one('AppProject', 'uyoop').spec.clusterResourceWhitelist).toEqual([{ group: '*', kind: '*' }]);
  });

  test('has its token before GitOps runs', () => {
    expect(inventory.secrets.find(({ name }) => name === 'argo-cd-git')).toMatchObject({
      namespace: 'argocd',
      backend: 'existing',
    });
  });
});

describe('Argo CD’s layers', () => {
  test('are an Application for each folder that is written', () => {
    const ofFolders = argo.of('Application').filter(({ spec }) => spec.source.path?.startsWith('dist/kubernetes/'));
    const folders = manifests.documents.map(({ file }) => `dist/${file.split('/').slice(0, 3).join('/')}`);
    expect(ofFolders.map(({ spec }) => spec.source.path).sort()).toEqual(
      [...new Set(folders)].filter((folder) => folder.startsWith('dist/kubernetes/')).sort(),
    );
  });

  test('come in waves, each after what it needs', () => {
    const wave = (name: string) =>
      Number(argo.one('Application', name).metadata.annotations?.['argocd.argoproj.io/sync-wave']);
    expect(wave('operators-kube-system')).toBe(0);
    expect(wave('configuration-prod-shop')).toBe(0);
    expect(wave('operators-security')).toBe(1);
    expect(wave('services-prod-shop')).toBe(2);
  });

  test('read folders below folders and clean up after themselves', () => {
    expect(argo.one('Application', 'root').spec.source).toMatchObject({
      path: 'dist/argocd',
      directory: { recurse: true },
    });
    for (const { metadata, spec } of argo.of('Application')) {
      // Whoever deletes Argo CD does not delete what it made.
      expect(metadata).not.toHaveProperty('finalizers');
      expect(spec.syncPolicy.automated).toEqual({ prune: true, selfHeal: true });
      expect(spec.syncPolicy.syncOptions).toContain('ServerSideApply=true');
    }
  });

  test('make a claim once and leave it alone: Kubernetes refuses another size, and with it the whole sync', () => {
    const ofFolders = argo.of('Application').filter(({ spec }) => spec.source.directory);
    expect(ofFolders.length).toBeGreaterThan(1);
    for (const { spec } of ofFolders) {
      expect(spec.ignoreDifferences).toEqual([{ kind: 'PersistentVolumeClaim', jsonPointers: ['/spec'] }]);
      expect(spec.syncPolicy.syncOptions).toContain('RespectIgnoreDifferences=true');
    }
  });

  test('bring no object of Flux along, and Flux none of Argo CD', () => {
    expect(manifests.all.filter(({ apiVersion }) => apiVersion.includes('fluxcd'))).toEqual([]);
    expect(town().manifests.all.filter(({ apiVersion }) => apiVersion.startsWith('argoproj.io'))).toEqual([]);
  });
});
