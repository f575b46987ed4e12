import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import type { DnsReader } from './judges/dns.ts';
import type { AutheliaReader, TraefikReader } from './judges/doors.ts';
import type { KubernetesReader } from './judges/kubernetes.ts';
import { programOf } from './readers/build.mjs';
import { Reader } from './readers/reader.ts';

const crds = fileURLToPath(new URL('../../imports/crds', import.meta.url));
const ends: (() => void)[] = [];
afterAll(() => {
  for (const end of ends) end();
});

/** A reader's tests; where its program is not there, they are skipped by name. */
function withReader<R>(name: string, args: readonly string[], tests: (reader: R) => void): void {
  const { program, missing } = programOf(name, { build: false });
  if (!program) {
    test.skip(`${name} is not asked: ${missing}`);
    return;
  }
  const reader = new Reader<never, never>(name, program, args);
  ends.push(() => reader.end());
  describe(name, () => tests(reader as R));
}

withReader<KubernetesReader>('kubernetes', [crds], (reader) => {
  const problems = async (question: Parameters<KubernetesReader['ask']>[1]) =>
    (await reader.ask(JSON.stringify(question()), question)).problems;
  const config = (data: object) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a', namespace: 'b' },
    data,
  });
  const object = (object: object) => problems(() => ({ ask: 'object', object, namespace: null }));

  test('an object is validated as the API server does it', async () => {
    expect(await object(config({ key: 'x' }))).toEqual([]);
    expect(await object(config({ 'a/b': 'x' }))).toEqual([expect.stringContaining('data[a/b]: Invalid value')]);
    expect(await object({ ...config({}), unknown: 1 })).toEqual([expect.stringContaining('unknown field "unknown"')]);
  });

  test('a custom resource is validated by its definition, rules included', async () => {
    const route = { apiVersion: 'traefik.io/v1alpha1', kind: 'IngressRoute', metadata: { name: 'a', namespace: 'b' } };
    expect(await object({ ...route, spec: { routes: [{ kind: 'Rule', match: 'Path(`/`)' }] } })).toEqual([]);
    expect(await object({ ...route, spec: { routes: [{ kind: 'Other' }], more: 1 } })).toHaveLength(3);
  });

  test('a schedule that never comes is said to be none', async () => {
    const spec = { containers: [{ name: 'a', image: 'a:1' }], restartPolicy: 'Never' };
    const job = (schedule: string) => ({
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'a', namespace: 'b' },
      spec: { schedule, jobTemplate: { spec: { template: { spec } } } },
    });
    expect(await object(job('0 0 29 2 *'))).toEqual([]);
    expect(await object(job('0 0 31 2 *'))).toEqual([expect.stringContaining('never comes')]);
    expect(await object(job('nonsense'))).toHaveLength(2);
  });

  test('a file is compared with what was meant', async () => {
    const file = (text: string) => problems(() => ({ ask: 'file', text, meant: [config({ key: 'yes' })] }));
    const text = (value: string) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: b}\ndata:\n  key: ${value}\n`;
    expect(await file(text('"yes"'))).toEqual([]);
    expect(await file(text('yes'))).toEqual([expect.stringContaining('"yes" was meant, true is read')]);
    expect(await file(text('\tx'))).toHaveLength(1);
  });

  test('a tree is built by kustomize', async () => {
    const tree = (text: string) =>
      problems(() => ({ ask: 'tree', files: { 'a.yaml': text }, meant: [config({ key: 'x' })] }));
    expect(await tree(JSON.stringify(config({ key: 'x' })))).toEqual([]);
    expect(await tree('apiVersion: v1\n\tkind: ConfigMap\n')).toHaveLength(1);
  });
});

withReader<TraefikReader>('traefik', [], (reader) => {
  const ask = (routes: readonly { match: string; priority: number }[], ...paths: readonly string[]) => {
    const question = { routes, requests: paths.map((path) => ({ host: 'a.example', path })) };
    return reader.ask(JSON.stringify(question), () => question);
  };

  test('the route of the higher priority answers, whatever the spelling', async () => {
    const routes = [
      { match: 'Host(`a.example`)', priority: 1 },
      { match: 'Host(`a.example`) && PathPrefix(`/admin`)', priority: 2 },
    ];
    const answer = await ask(routes, '/', '/admin', '/%61dmin', '/x/../admin', '/%5cadmin');
    expect(answer).toEqual({ problems: [], routes: [0, 1, 1, 1, -2] });
  });

  test('a rule that cannot be read is named', async () => {
    const { problems, routes } = await ask([{ match: 'PathRegexp(`(`)', priority: 1 }], '/');
    expect(problems).toEqual([expect.stringContaining('error parsing regexp')]);
    expect(routes).toEqual([-1]);
  });
});

withReader<AutheliaReader>('authelia', [], (reader) => {
  test('a configuration without anything is refused', async () => {
    const question = { text: 'theme: auto\n', environment: {}, requests: [] };
    const { problems } = await reader.ask('nothing', () => question);
    expect(problems).toContain("session: option 'cookies' is required");
  });
});

withReader<DnsReader>('dns', [], (reader) => {
  const record = async (type: string, target: string, name = 'a') => {
    const question = { records: [{ zone: 'example.org', name, type, target }], hosts: [] };
    return (await reader.ask(JSON.stringify(question), () => question)).problems;
  };

  test('an address is one, and public', async () => {
    expect(await record('A', '192.0.2.1')).toEqual([]);
    expect(await record('A', '192.0.2.310')).toHaveLength(1);
    expect(await record('AAAA', 'fd00::1')).toEqual([expect.stringContaining('no public address')]);
  });

  test('a name is a host name', async () => {
    expect(await record('A', '192.0.2.1', 'a_b')).toEqual([expect.stringContaining('no host name')]);
    expect(await record('A', '192.0.2.1', 'a..b')).toEqual([expect.stringContaining('no domain name')]);
  });

  test('a DKIM key is read', async () => {
    expect(await record('TXT', 'v=DKIM1;k=rsa;p=')).toEqual([expect.stringContaining('revoked')]);
    expect(await record('TXT', 'v=DKIM1;k=rsa;p=AAAA')).toHaveLength(1);
  });
});
