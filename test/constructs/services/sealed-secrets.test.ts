import { expect, test } from 'vitest';
import { composed } from '../../support/composed.ts';

const own = composed(2).manifests.in('sealed-secrets');
const { spec } = own.one('HelmRelease', 'sealed-secrets');

test('the controller is called what kubeseal looks for', () => {
  expect(spec.values.fullnameOverride).toBe('sealed-secrets-controller');
});

test('it comes from the repository that the project moved to, with its CRD', () => {
  expect(own.one('HelmRepository').spec.url).toBe('https://bitnami.github.io/sealed-secrets');
  expect(spec).toMatchObject({ install: { crds: 'Create' }, upgrade: { crds: 'CreateReplace' } });
});

test('it never makes a new key by itself', () => {
  expect(spec.values.keyrenewperiod).toBe('0');
});

test('no authenticated account reaches it through the API server', () => {
  expect(spec.values.rbac.serviceProxier).toEqual({ create: false, bind: false });
  expect(own.names('NetworkPolicy').filter((name) => name.endsWith('ingress'))).toEqual([]);
});

test('it reaches the Kubernetes API alone, by the labels that the chart gives', () => {
  const policy = own.one('NetworkPolicy', 'sealed-secrets-to-kubernetes-api');
  expect(policy.spec.podSelector.matchLabels).toEqual({
    'app.kubernetes.io/name': 'sealed-secrets',
    'app.kubernetes.io/instance': 'sealed-secrets',
  });
  expect(own.names('NetworkPolicy')).toEqual(['default-deny', 'allow-dns', 'sealed-secrets-to-kubernetes-api']);
});

test('it exists from phase 2 on, in the layer before anything that needs it', () => {
  expect(composed(1).manifests.in('sealed-secrets').all).toEqual([]);
  const files = (kind: string) =>
    composed(2)
      .manifests.documents.filter(({ manifest }) => manifest.kind === kind)
      .map(({ file }) => file);
  expect(files('SealedSecret').length).toBeGreaterThan(0);
  for (const file of files('SealedSecret')) expect(file).toMatch(/^kubernetes\/(configuration|services)\//);
});

test('no plain Secret is written in any phase', () => {
  for (const phase of [1, 2, 3] as const) expect(composed(phase).manifests.of('Secret')).toEqual([]);
});
