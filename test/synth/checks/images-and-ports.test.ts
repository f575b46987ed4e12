import { describe, expect, it } from 'vitest';
import type { HostPort } from '../../../platform/types.ts';
import { letters, object, platform, rewritten, Scratch, scratch, tripped } from './scratch.ts';

const pod = (image: string) => scratch({ add: ({ dev }) => new Scratch(dev, 'pod', { image: image as never }) });

describe('check 8: images', () => {
  it.each([
    'wiki',
    'wiki:latest',
    'registry.example.org:5000/wiki',
    'ghcr.io/open-webui/open-webui:main',
    `wiki@sha256:${'a'.repeat(64)}`,
  ])('refuses %s', (image) => {
    expect(tripped(pod(image))).toEqual([8]);
    expect(letters(pod(image))[0]).toContain(image);
  });

  it.each(['wiki:1.2.3', 'registry.example.org:5000/wiki:1', `ghcr.io/a/b:v1-alpine@sha256:${'a'.repeat(64)}`])(
    'takes %s',
    (image) => {
      expect(letters(pod(image))).toEqual([]);
    },
  );
});

describe('check 8: charts', () => {
  const release = (version: string | undefined, values: object = {}) =>
    scratch({
      add: ({ operators }) =>
        object(operators, {
          apiVersion: 'helm.toolkit.fluxcd.io/v2',
          kind: 'HelmRelease',
          metadata: { name: 'chart', namespace: 'cert-manager' },
          spec: {
            interval: '1h',
            chart: { spec: { chart: 'a', version, sourceRef: { kind: 'HelmRepository', name: 'a' } } },
            values,
          },
        }),
    });

  it('takes an exact version', () => {
    expect(letters(release('v1.2.3-rc.1', { image: { repository: 'a/b', tag: '1.2' } }))).toEqual([]);
  });

  it.each([undefined, '1.x', '^1.2.3', '*'])('refuses version %s', (version) => {
    expect(tripped(release(version))).toEqual([8]);
  });

  it('refuses a moving tag among its values', () => {
    expect(tripped(release('1.2.3', { server: { image: { tag: 'latest' } } }))).toEqual([8]);
  });
});

describe('check 8: ports of the machine', () => {
  const [core, lab] = platform.machines as [(typeof platform.machines)[0], (typeof platform.machines)[0]];
  const ports = (...more: HostPort[]) =>
    scratch({ platform: { machines: [{ ...core, ports: [...core.ports, ...more] }, lab] } });

  it("refuses Mailcow's 443 beside Traefik's, on one address too", () => {
    expect(tripped(ports({ port: 443, protocol: 'tcp', owner: 'Mailcow' }))).toEqual([8]);
    const model = ports({ port: 443, protocol: 'tcp', owner: 'Mailcow', address: '10.8.0.1' });
    expect(letters(model)).toEqual([expect.stringContaining('got Traefik on every address and Mailcow on 10.8.0.1')]);
  });

  it('takes one port on two addresses, and two protocols on one port', () => {
    const dns = { port: 53, protocol: 'udp', owner: 'one' } as const;
    expect(letters(ports({ ...dns, address: '10.8.0.1' }, { ...dns, address: '192.0.2.1' }))).toEqual([]);
    expect(letters(ports(dns, { ...dns, protocol: 'tcp' }))).toEqual([]);
  });

  it('refuses two LoadBalancers on one port', () => {
    const service = (name: string) => ({
      kind: 'Service',
      metadata: { name, namespace: 'prod-web' },
      spec: { type: 'LoadBalancer', ports: [{ port: 8080 }] },
    });
    const balanced = (...names: string[]) =>
      scratch({ add: ({ prod }) => names.map(service).map((one) => object(prod, one)) });
    expect(tripped(balanced('one', 'two'))).toEqual([8]);
    expect(letters(balanced('one'))).toEqual([]);
  });

  it('sees the port that a pod binds on its machine', () => {
    const model = rewritten(scratch(), ({ kind, metadata, spec }) => {
      if (kind === 'Deployment' && metadata.name === 'wiki') spec.template.spec.containers[0].ports[0].hostPort = 443;
    });
    expect(tripped(model)).toEqual([7, 8]);
  });
});
