import { expect, test } from 'vitest';
import { NamespaceChart } from '../../../constructs/namespace/namespace.ts';
import { SealedSecretsController } from '../../../constructs/services/sealed-secrets.ts';
import { built } from '../../support/composed.ts';

const { manifests: own } = built(
  (app) => {
    const chart = new NamespaceChart(app, 'sealed-secrets', { tier: 'platform', layer: 'operators' });
    new SealedSecretsController(chart, 'sealed-secrets');
  },
  { phase: 2 },
);
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
