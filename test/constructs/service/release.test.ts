import { describe, expect, test } from 'vitest';
import { Release, type ReleaseProps } from '../../../constructs/service/release.ts';
import { bench } from '../../support/bench.ts';

const chart = { repository: 'https://charts.example.org', chart: 'tool', version: '1.2.3' };
const props: ReleaseProps = { namespace: 'plot', name: 'tool', chart, values: { replicas: 1 } };
const everything: Required<ReleaseProps> = {
  ...props,
  unready: true,
  byHand: 'delete the pod',
  ignoredFields: [{ group: 'apps', kind: 'Deployment', pointers: ['/spec/replicas'] }],
};
const oci: ReleaseProps = { ...props, chart: { ...chart, repository: 'oci://quay.io/charts' } };

const release = (gitops: 'flux' | 'argocd', of: ReleaseProps = props) =>
  bench((shop) => new Release(shop, 'release', of), { platform: { gitops } });

describe('for Flux a release', () => {
  test('is a HelmRelease with its repository beside it, and no Application', () => {
    expect(release('flux').all.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['HelmRepository', 'HelmRelease']),
    );
    expect(release('flux').of('Application')).toEqual([]);
    expect(release('flux').one('HelmRepository').spec).toEqual({ url: chart.repository, interval: '24h' });
    expect(release('flux', oci).one('HelmRepository').spec.type).toBe('oci');
  });

  test('is pinned, and brings its CRDs up to date', () => {
    expect(release('flux').one('HelmRelease').spec).toMatchObject({
      releaseName: 'tool',
      chart: { spec: { chart: 'tool', version: '1.2.3', sourceRef: { kind: 'HelmRepository', name: 'tool' } } },
      install: { crds: 'Create' },
      upgrade: { crds: 'CreateReplace' },
      values: { replicas: 1 },
    });
  });

  test('never gives up: others wait for it, and the next value in Git may be the right one', () => {
    const { install, upgrade } = release('flux').one('HelmRelease').spec;
    for (const action of [install, upgrade]) {
      expect(action.strategy).toEqual({ name: 'RetryOnFailure', retryInterval: '5m' });
      expect(action).not.toHaveProperty('remediation');
    }
    expect(release('argocd').one('Application').spec.syncPolicy.retry.limit).toBe(-1);
  });

  test('is not waited for when its pods cannot be ready', () => {
    expect(release('flux', everything).one('HelmRelease').spec).toMatchObject({
      install: { disableWait: true },
      upgrade: { disableWait: true },
    });
    expect(release('flux').one('HelmRelease').spec.install).not.toHaveProperty('disableWait');
  });
});

test('a release that nobody rolls out says what a person does, to whichever engine', () => {
  const marks = [release('flux', everything).one('HelmRelease'), release('argocd', everything).one('Application')];
  for (const { metadata } of marks) expect(metadata.annotations?.['uyoop.fr/by-hand']).toBe('delete the pod');
});

describe('for Argo CD a release', () => {
  test('is an Application of the same chart, and no HelmRelease', () => {
    const { metadata, spec } = release('argocd').one('Application', 'tool');
    expect(metadata).toMatchObject({ name: 'tool', namespace: 'argocd' });
    expect(metadata.annotations).toBeUndefined();
    expect(spec).toMatchObject({
      project: 'uyoop',
      source: { chart: 'tool', targetRevision: '1.2.3', helm: { releaseName: 'tool', valuesObject: { replicas: 1 } } },
      destination: { namespace: 'plot' },
      syncPolicy: { automated: { prune: true, selfHeal: true } },
    });
    expect(release('argocd').of('HelmRelease')).toEqual([]);
  });

  test('names an OCI registry without a scheme', () => {
    expect(release('argocd', oci).one('Application').spec.source.repoURL).toBe('quay.io/charts');
    expect(release('argocd').one('Application').spec.source.repoURL).toBe('https://charts.example.org');
  });

  test('does not hold up the next layer when its pods cannot be ready', () => {
    const { metadata, spec } = release('argocd', everything).one('Application');
    expect(metadata.annotations).toEqual({
      'argocd.argoproj.io/ignore-healthcheck': 'true',
      'uyoop.fr/by-hand': 'delete the pod',
    });
    expect(spec.ignoreDifferences).toEqual([{ group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] }]);
    expect(spec.syncPolicy.syncOptions).toContain('RespectIgnoreDifferences=true');
  });
});
