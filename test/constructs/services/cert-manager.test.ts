import { describe, expect, test } from 'vitest';
import { NamespaceChart } from '../../../constructs/namespace/namespace.ts';
import { AcmeIssuer } from '../../../constructs/services/acme-issuer.ts';
import { CertManager } from '../../../constructs/services/cert-manager.ts';
import { charts } from '../../../platform/versions.ts';
import { built } from '../../support/composed.ts';
import type { Fields } from '../../support/manifests.ts';
import { fixture } from '../../support/platform.ts';

const { manifests } = built((app) => {
  const chart = new NamespaceChart(app, 'cert-manager', { tier: 'platform', layer: 'operators' });
  new CertManager(chart, 'cert-manager');
  new AcmeIssuer(chart, 'issuer');
});
const own = manifests.in('cert-manager');
const { values } = own.one('HelmRelease', 'cert-manager').spec;

describe('cert-manager', () => {
  test('comes from its OCI registry with the leading v that its versions have', () => {
    expect(own.one('HelmRepository').spec).toMatchObject({ url: 'oci://quay.io/jetstack/charts', type: 'oci' });
    expect(charts.certManager.version).toMatch(/^v\d/);
    expect(own.one('HelmRelease').spec.chart.spec.version).toBe(charts.certManager.version);
  });

  test('brings its CRDs as templates, and keeps them when it goes', () => {
    expect(values.crds).toEqual({ enabled: true, keep: true });
    expect(values).not.toHaveProperty('installCRDs');
  });

  test('elects its leader in its own namespace', () => {
    expect(values.global.leaderElection.namespace).toBe('cert-manager');
  });

  test('runs no start-up job, which a default-deny would fail', () => {
    expect(values.startupapicheck.enabled).toBe(false);
  });

  test('has resources for all three parts: the chart gives none', () => {
    const expected = { requests: { cpu: '10m', memory: '48Mi' }, limits: { memory: '128Mi' } };
    expect([values.resources, values.webhook.resources, values.cainjector.resources]).toEqual([
      expected,
      expected,
      expected,
    ]);
  });

  test('lets the API server call its webhook', () => {
    const { podSelector, ingress } = own.one('NetworkPolicy', 'kubernetes-api-to-cert-manager-webhook').spec;
    expect(podSelector.matchLabels['app.kubernetes.io/component']).toBe('webhook');
    expect(ingress).toEqual([
      { from: [{ ipBlock: { cidr: '10.77.0.1/32' } }], ports: [{ port: 10250, protocol: 'TCP' }] },
    ]);
  });

  test('asks our own hosts for the challenge first, without TLS and through Traefik', () => {
    const { egress } = own.one('NetworkPolicy', 'cert-manager-to-traefik-http').spec;
    expect(
      egress.map(({ to, ports }: Fields) => [to[0].ipBlock?.cidr ?? to[0].podSelector.matchLabels, ports[0].port]),
    ).toEqual([
      [`${fixture.owner.machines.quay?.ipv4}/32`, 80],
      [{ 'app.kubernetes.io/name': 'traefik' }, 8000],
      [{ 'svccontroller.k3s.cattle.io/svcname': 'traefik' }, 80],
    ]);
    expect(own.names('NetworkPolicy')).toEqual(
      expect.arrayContaining([
        'cert-manager-to-traefik',
        'cert-manager-to-internet-https',
        'cert-manager-to-kubernetes-api',
      ]),
    );
  });
});

describe('the issuer', () => {
  const issuer = manifests.one('ClusterIssuer', 'letsencrypt');

  test('is applied after the layer that brings its CRD', () => {
    const [found] = manifests.documents.filter(({ manifest }) => manifest.kind === 'ClusterIssuer');
    expect(found?.file).toBe('kubernetes/configuration/cert-manager/issuer.yaml');
    const [release] = manifests.documents.filter(
      ({ manifest }) => manifest.metadata.name === 'cert-manager' && manifest.kind === 'HelmRelease',
    );
    expect(release?.file).toMatch(/^kubernetes\/operators\//);
  });

  test('answers HTTP-01 through Traefik, without a node port for every challenge', () => {
    expect(issuer.spec.acme.solvers).toEqual([
      { http01: { ingress: { ingressClassName: 'traefik', serviceType: 'ClusterIP' } } },
    ]);
    expect(issuer.spec.acme).toMatchObject({
      email: fixture.owner.acmeMail,
      privateKeySecretRef: { name: 'letsencrypt-account' },
    });
  });
});
