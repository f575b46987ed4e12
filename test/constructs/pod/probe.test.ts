import { expect, test } from 'vitest';
import type { Probe } from '../../../constructs/pod/probe.ts';
import { bench, plain } from '../../support/bench.ts';

const container = (probe: string | Probe, ports: Record<string, number> = { http: 8080 }) =>
  bench((shop) => shop.workload('web', { ...plain, ports, probe })).container('shop');

test('a path is asked on the first port, by all three probes', () => {
  const { startupProbe, readinessProbe, livenessProbe } = container('/health');
  const httpGet = { path: '/health', port: 'http' };
  expect([startupProbe, readinessProbe, livenessProbe].map((probe) => probe.httpGet)).toEqual([
    httpGet,
    httpGet,
    httpGet,
  ]);
});

test('the first start may take five minutes, or what is said', () => {
  expect(container('/health').startupProbe).toMatchObject({ periodSeconds: 10, failureThreshold: 30 });
  expect(container({ http: '/health', startupSeconds: 1200 }).startupProbe.failureThreshold).toBe(120);
});

test('liveness is more patient than readiness', () => {
  const { livenessProbe, readinessProbe } = container('/health');
  expect(livenessProbe.failureThreshold).toBe(6);
  expect(livenessProbe.timeoutSeconds).toBeGreaterThan(readinessProbe.timeoutSeconds);
});

test('headers go with the request, and are left out where there are none', () => {
  const { httpGet } = container({ http: '/', headers: { Host: 'blog.harbour.example' } }).readinessProbe;
  expect(httpGet.httpHeaders).toEqual([{ name: 'Host', value: 'blog.harbour.example' }]);
  expect(container('/').readinessProbe.httpGet).not.toHaveProperty('httpHeaders');
});

test('a probe is a GET, a connection or a command, and can name another port', () => {
  const ports = { http: 8080, admin: 9000 };
  expect(container({ tcp: true, port: 'admin' }, ports).livenessProbe.tcpSocket).toEqual({ port: 'admin' });
  expect(container({ ready: ['ready'], exec: ['true'] }, {}).livenessProbe.exec).toEqual({ command: ['true'] });
});

test('readiness may ask for more: what is well is not yet to be asked for something', () => {
  const { startupProbe, readinessProbe, livenessProbe } = container({
    http: '/health',
    ready: ['test', '-e', '/done'],
  });
  expect(readinessProbe).toMatchObject({ exec: { command: ['test', '-e', '/done'] }, periodSeconds: 10 });
  expect(readinessProbe).not.toHaveProperty('httpGet');
  for (const probe of [startupProbe, livenessProbe]) expect(probe.httpGet.path).toBe('/health');
  expect(() => container({ http: '/health', ready: [] })).toThrow('probe.ready is empty');
});

test('a probe of a port that is not open throws, and says which are', () => {
  expect(() => container({ http: '/', port: 'admin' })).toThrow(
    /asks port 'admin', which the container does not open; use one of http/,
  );
  expect(() => container('/', {})).toThrow(/the container opens none/);
});

test('every property of a probe shows', () => {
  const { exec, tcp, ready, ...request }: Required<Probe> = {
    http: '/live',
    headers: { 'X-Forwarded-Proto': 'https' },
    tcp: true,
    exec: ['true'],
    ready: ['test', '-e', '/done'],
    port: 'http',
    startupSeconds: 15,
  };
  expect(container({ exec, startupSeconds: 15 }).startupProbe).toMatchObject({
    exec: { command: ['true'] },
    failureThreshold: 2,
  });
  expect(container({ exec, ready }).readinessProbe.exec).toEqual({ command: ready });
  expect(container({ tcp, port: 'http' }).startupProbe.tcpSocket).toEqual({ port: 'http' });
  expect(container(request).startupProbe.httpGet).toEqual({
    path: '/live',
    port: 'http',
    httpHeaders: [{ name: 'X-Forwarded-Proto', value: 'https' }],
  });
});

test.each([
  [{ http: '/', exec: ['true'] }, 'asks by http and exec'],
  [{}, 'asks by nothing'],
  [{ exec: [] }, 'probe.exec is empty'],
  [{ http: 'health' }, "'health' is no path of a request"],
  [{ http: '/', startupSeconds: 0 }, 'is no number of seconds'],
] as const)('a probe that Kubernetes would refuse throws: %j', (probe, problem) => {
  expect(() => container(probe)).toThrow(problem);
});
