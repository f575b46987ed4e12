import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { k3sBrings, k3sVersion } from '../../../../platform/read-versions.ts';
import type { Fields } from '../../../support/manifests.ts';
import { town } from '../../../support/town.ts';

const { manifests, inventory } = town(1);
const { spec } = manifests.one('HelmChartConfig', 'traefik');
const values = parse(spec.valuesContent);

describe('Traefik', () => {
  test('is set through K3s’s own HelmChartConfig, by name and namespace', () => {
    expect(manifests.one('HelmChartConfig').metadata).toMatchObject({ name: 'traefik', namespace: 'kube-system' });
    expect(manifests.of('HelmChart').filter(({ metadata }) => metadata.name === 'traefik')).toEqual([]);
  });

  test('comes after the operators: what it mounts is sealed, and they bring the kind', () => {
    for (const phase of [1, 2, 3] as const) {
      const { documents } = town(phase).manifests;
      const files = documents.filter(({ manifest }) => manifest.kind === 'HelmChartConfig').map(({ file }) => file);
      expect(files).toEqual(['kubernetes/configuration/kube-system/traefik.yaml']);
    }
    const sealed = town().manifests.documents.filter(({ manifest }) => manifest.kind === 'SealedSecret');
    expect(sealed.map(({ file }) => file).filter((file) => file.includes('/operators/'))).toEqual([]);
  });

  test('is not uninstalled because a value was wrong, and takes the next one that is right', () => {
    expect(spec.failurePolicy).toBe('retry');
  });

  test('sets only keys that chart 40.1 reads: a wrong one is ignored in silence', () => {
    expect(Object.keys(values).sort()).toEqual(
      [
        'additionalArguments',
        'additionalVolumeMounts',
        'deployment',
        'experimental',
        'global',
        'logs',
        'nodeSelector',
        'ports',
        'providers',
        'resources',
        'service',
      ].sort(),
    );
    expect(values.ports.web.http.redirections).toEqual({
      entryPoint: { to: 'websecure', scheme: 'https', permanent: true, priority: 1 },
    });
    expect(values.ports.web).not.toHaveProperty('redirectTo');
  });

  test('lets a long upload end: the default of 60 seconds counts the body', () => {
    expect(values.ports.websecure.transport.respondingTimeouts.readTimeout).toBe(3600);
  });

  test('sees who is asking, so that nobody is banned for everybody', () => {
    expect(values.service.spec.externalTrafficPolicy).toBe('Local');
  });

  test('drops headers that PHP would read as Remote-User, and paths that a backend may cut, at both entry points', () => {
    expect(values.additionalArguments).toEqual(
      ['web', 'websecure'].flatMap((name) => [
        `--entryPoints.${name}.http.underscoreHeadersStrategy=delete`,
        `--entryPoints.${name}.http.encodedCharacters.allowEncodedNullCharacter=false`,
        `--entryPoints.${name}.http.encodedCharacters.allowEncodedBackSlash=false`,
      ]),
    );
  });

  test('comes with the K3s whose chart was read: a later major renames its values, and drops the access log in silence', () => {
    expect(k3sBrings).toMatchObject({ for: k3sVersion, traefikChart: '40.1' });
    // Traefik 3.7.8 is the first to know underscoreHeadersStrategy.
    const [major, minor, patch] = k3sBrings.traefik.split('.').map(Number) as [number, number, number];
    expect(major * 10_000 + minor * 100 + patch).toBeGreaterThanOrEqual(3_07_08);
  });

  test('trusts no forwarded header of its clients: Authelia believes what Traefik passes on', () => {
    expect(JSON.stringify(values)).not.toMatch(/forwardedHeaders|trustedIPs|insecure/);
  });

  test('takes no object of another namespace, and no ExternalName', () => {
    expect(values.providers.kubernetesCRD).toEqual({ allowCrossNamespace: false, allowExternalNameServices: false });
    for (const { spec } of manifests.of('IngressRoute')) {
      const references = spec.routes.flatMap((route: Fields) => [...route.middlewares, ...route.services]);
      expect(references.filter(({ namespace }: { namespace?: string }) => namespace)).toEqual([]);
    }
  });

  test('writes an access log with the one header that CrowdSec reads, and has resources that K3s does not give it', () => {
    const fields = { headers: { names: { 'User-Agent': 'keep' } } };
    expect(values.logs.access).toEqual({ enabled: true, format: 'json', fields });
    expect(values.resources).toEqual({ requests: { cpu: '100m', memory: '192Mi' }, limits: { memory: '384Mi' } });
  });

  test('refuses old TLS, by the one TLSOption that may be called default', () => {
    const defaults = manifests.of('TLSOption').filter(({ metadata }) => metadata.name === 'default');
    expect(defaults.map(({ spec }) => spec)).toEqual([{ minVersion: 'VersionTLS12' }]);
  });

  test('counts in the budget of its machine, with what else K3s brings', () => {
    const claimed = inventory.claims.filter(({ node }) => node.path.startsWith('kube-system/'));
    expect(claimed.map(({ resources }) => resources.cpu)).toEqual(['100m', '200m']);
  });

  test('speaks the one API group that Traefik 3 has left', () => {
    const groups = new Set(
      manifests.all.map(({ apiVersion }) => apiVersion).filter((version) => version.includes('traefik')),
    );
    expect(groups).toEqual(new Set(['traefik.io/v1alpha1']));
  });
});
