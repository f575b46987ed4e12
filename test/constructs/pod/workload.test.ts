import { describe, expect, test } from 'vitest';
import { NamespaceChart } from '../../../constructs/namespace/namespace.ts';
import { internet } from '../../../constructs/network/endpoint.ts';
import { scratch } from '../../../constructs/pod/folder.ts';
import type { WorkloadProps } from '../../../constructs/pod/workload.ts';
import { random } from '../../../constructs/secret/secret.ts';
import type { Machine } from '../../../platform/types.ts';
import { Bench, bench, plain, scratchApp } from '../../support/bench.ts';
import { fixture } from '../../support/platform.ts';

const web = (props: Partial<WorkloadProps> = {}) => bench((shop) => shop.workload('web', { ...plain, ...props }));
const state = (shop: Bench) => shop.volume('data', { size: '1Gi', backup: 'daily' });

describe('a workload', () => {
  test('is hardened without being asked', () => {
    expect(web().container('shop').securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 1000,
    });
    expect(web().pod('shop').securityContext).toEqual({
      fsGroup: 1000,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    });
  });

  test('gets no service account token and no variables about other services', () => {
    const manifests = web();
    expect(manifests.pod('shop').automountServiceAccountToken).toBe(false);
    expect(manifests.pod('shop').enableServiceLinks).toBe(false);
    expect(manifests.one('ServiceAccount', 'shop').automountServiceAccountToken).toBe(false);
    const talker = web({ relax: { apiToken: 'lists the pods of its own namespace' } });
    expect(talker.pod('shop').automountServiceAccountToken).toBe(true);
  });

  test('is selected by exactly two stable labels, never by a hash', () => {
    const labels = { 'app.kubernetes.io/name': 'shop', 'app.kubernetes.io/component': 'web' };
    const manifests = web({ kind: 'StatefulSet' });
    expect(manifests.one('StatefulSet').spec.selector.matchLabels).toEqual(labels);
    expect(web().one('Deployment').spec.selector.matchLabels).toEqual(labels);
    expect(web().one('Service').spec.selector).toEqual(labels);
  });

  test('is called after its service when it is the web one, and after both otherwise', () => {
    const manifests = bench((shop) => {
      shop.workload('web', plain);
      shop.workload('worker', plain);
    });
    expect(manifests.names('Deployment')).toEqual(['shop', 'shop-worker']);
    expect(manifests.names('Service')).toEqual(['shop', 'shop-worker']);
    expect(manifests.names('ServiceAccount')).toEqual(['shop']);
  });

  test('is one replica, stopped before its successor starts only where a volume would be shared', () => {
    const keeping = bench((shop) => shop.workload('web', { ...plain, volumes: { '/data': state(shop) } }));
    expect(keeping.one('Deployment').spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
    const passing = web({ volumes: { '/cache': scratch('1Gi') } });
    expect(passing.one('Deployment').spec).toMatchObject({ replicas: 1, strategy: { type: 'RollingUpdate' } });
  });

  test('has no Service when it opens no port', () => {
    expect(web({ ports: undefined, probe: { exec: ['true'] } }).of('Service')).toEqual([]);
    expect(web().one('Service').spec.ports).toEqual([{ name: 'http', port: 8080, targetPort: 'http' }]);
  });

  test('opens a low port by a sysctl instead of a capability, unless it is root', () => {
    const sysctls = [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }];
    expect(web({ ports: { http: 80 } }).pod('shop').securityContext.sysctls).toEqual(sysctls);
    expect(web({ ports: { http: 1024 } }).pod('shop').securityContext.sysctls).toBeUndefined();
    const root = web({ ports: { http: 80 }, user: 'root', relax: { root: 'its start script wants to be' } });
    expect(root.pod('shop').securityContext.sysctls).toBeUndefined();
  });

  test('asks for what it claims; memory has a ceiling, CPU has none unless it is wanted', () => {
    const resources = { cpu: '100m', memory: '64Mi' } as const;
    expect(web({ resources }).container('shop').resources).toEqual({
      requests: { cpu: '100m', memory: '64Mi' },
      limits: { memory: '64Mi' },
    });
    const both = web({ resources: { ...resources, memoryLimit: '128Mi', cpuLimit: '1' } });
    expect(both.container('shop').resources.limits).toEqual({ cpu: '1', memory: '128Mi' });
  });

  test('may write to /tmp and to what it mounts, all of it bounded', () => {
    const pod = web({ volumes: { '/run/shop': scratch('16Mi', { memory: true }) } });
    expect(pod.mounts('shop')).toEqual({ '/run/shop': 'scratch-run-shop', '/tmp': 'scratch-tmp' });
    expect(pod.podVolume('shop', 'scratch-run-shop').emptyDir).toEqual({ medium: 'Memory', sizeLimit: '16Mi' });
    expect(pod.podVolume('shop', 'scratch-tmp').emptyDir).toEqual({ sizeLimit: '64Mi' });
  });
});

describe('a relaxation', () => {
  const reason = 'the start script of the image asks for it';

  test('root runs as 0 with the group that was named', () => {
    const manifests = web({ user: 'root', group: 33, relax: { root: reason } });
    expect(manifests.container('shop').securityContext).toMatchObject({
      runAsNonRoot: false,
      runAsUser: 0,
      runAsGroup: 0,
      allowPrivilegeEscalation: false,
    });
    expect(manifests.pod('shop').securityContext.fsGroup).toBe(33);
  });

  test('a writable root needs no scratch /tmp', () => {
    const manifests = web({ relax: { writableRoot: reason } });
    expect(manifests.container('shop').securityContext.readOnlyRootFilesystem).toBe(false);
    expect(manifests.mounts('shop')).toEqual({});
  });

  test('capabilities are added to nothing, never to the default set', () => {
    const manifests = web({ relax: { capabilities: { add: ['NET_BIND_SERVICE'], reason } } });
    expect(manifests.container('shop').securityContext.capabilities).toEqual({
      add: ['NET_BIND_SERVICE'],
      drop: ['ALL'],
    });
  });

  test('counts as failed only after the start that its probe allows, for the engine that waits for it', () => {
    const deadline = (startupSeconds?: number) =>
      web({ probe: { http: '/', startupSeconds } }).one('Deployment').spec.progressDeadlineSeconds;
    expect(deadline(1200)).toBe(1500);
    expect(deadline()).toBeUndefined();
  });

  test('without a probe there must be a reason', () => {
    expect(() => web({ probe: undefined })).toThrow(/plot\/shop\/workload-web: has no probe/);
    const manifests = web({ probe: undefined, relax: { noProbe: reason } });
    expect(manifests.container('shop').livenessProbe).toBeUndefined();
  });

  test('a reason is a sentence, not a word', () => {
    expect(() => web({ relax: { writableRoot: 'PHP' } })).toThrow(/'writable root file system' needs a written reason/);
    expect(() => web({ relax: { capabilities: { add: ['KILL'], reason: ' ' } } })).toThrow(/'capabilities KILL'/);
  });
});

describe('where a workload runs', () => {
  test('on the first machine of its tier, by name', () => {
    expect(web().pod('shop').nodeSelector).toEqual({ 'kubernetes.io/hostname': 'quay' });
    expect(web().pod('shop').tolerations).toBeUndefined();
  });

  test('on a dev machine it tolerates the taint that keeps everything else away', () => {
    const manifests = bench((shop) => shop.workload('web', plain), { tier: 'dev', platform: { phase: 2 } });
    expect(manifests.pod('shop').nodeSelector).toEqual({ 'kubernetes.io/hostname': 'loft' });
    expect(manifests.pod('shop').tolerations).toEqual([
      { key: 'uyoop.fr/tier', operator: 'Equal', value: 'dev', effect: 'NoSchedule' },
    ]);
  });

  test('never away from its volume', () => {
    const [first, ...others] = fixture.machines as [Machine, ...Machine[]];
    const app = scratchApp({ machines: [first, { ...first, name: 'second', mesh: '10.77.0.9' }, ...others] });
    const plot = new NamespaceChart(app, 'plot', { tier: 'prod' });
    const data = state(new Bench(plot, 'shop'));
    const near = new Bench(plot, 'near', { node: 'quay' });
    const far = new Bench(plot, 'far', { node: 'second' });
    expect(near.workload('web', { ...plain, volumes: { '/data': data } }).name).toBe('near');
    expect(() => far.workload('web', { ...plain, volumes: { '/data': data.at('folder') } })).toThrow(
      "runs on 'second', but its volume 'shop-data' lies on 'quay'; local disks do not travel",
    );
  });
});

describe('files of a workload', () => {
  const withFile = (text: string | (() => string)) => web({ files: { '/etc/shop/shop.conf': text } });
  const checksum = (text: string | (() => string)) =>
    withFile(text).template('shop').metadata.annotations['uyoop.fr/config'];

  test('are mounted one by one, read-only, over what the image has beside them', () => {
    const manifests = withFile('a=1');
    expect(manifests.one('ConfigMap', 'shop-config').data).toEqual({ 'etc_shop_shop.conf': 'a=1' });
    expect(manifests.container('shop').volumeMounts).toContainEqual({
      name: 'config',
      mountPath: '/etc/shop/shop.conf',
      subPath: 'etc_shop_shop.conf',
      readOnly: true,
    });
    expect(web().of('ConfigMap')).toEqual([]);
  });

  test('restart the pod when their text changes, and only then', () => {
    expect(checksum('a=1')).toMatch(/^[0-9a-f]{16}$/);
    expect(checksum('a=2')).not.toBe(checksum('a=1'));
    expect(checksum('a=1')).toBe(checksum('a=1'));
  });

  test('may be written when everything else is built', () => {
    let text = 'too early';
    const manifests = bench((shop) => {
      shop.workload('web', { ...plain, files: { '/etc/late': () => text } });
      text = 'in time';
    });
    expect(manifests.one('ConfigMap').data).toEqual({ etc_late: 'in time' });
    expect(manifests.template('shop').metadata.annotations['uyoop.fr/config']).toBe(
      web({ files: { '/etc/late': 'in time' } }).template('shop').metadata.annotations['uyoop.fr/config'],
    );
  });

  test('are executable where one is a script', () => {
    expect(web({ files: { '/hooks/a.sh': '#!/bin/sh' } }).podVolume('shop', 'config').configMap.defaultMode).toBe(
      0o555,
    );
    expect(withFile('a=1').podVolume('shop', 'config').configMap.defaultMode).toBe(0o444);
  });
});

test('every property of a workload shows in its manifest', () => {
  const manifests = bench((shop) => {
    const everything: Required<WorkloadProps> = {
      kind: 'StatefulSet',
      image: 'example/shop:2.0.0',
      user: 1001,
      group: 1002,
      command: ['shop'],
      args: ['--serve'],
      entrypoint: ['entry.sh', 'shop'],
      ports: { http: 8080, metrics: 9090 },
      env: { MODE: 'prod', TOKEN: shop.secret('app', { token: random() }).token },
      volumes: { '/data': state(shop) },
      files: { '/etc/shop.conf': 'a=1' },
      secretFiles: [shop.secret('tls', { 'key.pem': random() })['key.pem']],
      resources: { cpu: '1', memory: '1Gi' },
      probe: { http: '/health', port: 'metrics' },
      reaches: [internet.https],
      relax: { writableRoot: 'writes beside its own code' },
      graceSeconds: 77,
      metrics: { port: 'metrics' },
      priority: 'essential',
      ownAccount: true,
      rereadsSecrets: true,
    };
    shop.workload('cache', { ...plain, ownAccount: true });
    shop.workload('web', everything);
  });
  expect(manifests.one('StatefulSet').spec).toMatchObject({ serviceName: 'shop', replicas: 1 });
  expect(manifests.container('shop')).toMatchObject({
    image: 'example/shop:2.0.0',
    command: ['shop'],
    args: ['--serve'],
    ports: [
      { name: 'http', containerPort: 8080 },
      { name: 'metrics', containerPort: 9090 },
    ],
    readinessProbe: { httpGet: { path: '/health', port: 'metrics' } },
  });
  expect(manifests.env('shop')).toEqual({ MODE: 'prod', TOKEN: 'shop-app/token' });
  expect(manifests.mounts('shop')).toEqual({
    '/data': 'shop-data',
    '/etc/shop.conf': 'config:etc_shop.conf',
    '/secrets': 'secrets',
  });
  expect(manifests.pod('shop').securityContext).toMatchObject({ fsGroup: 1002 });
  expect(manifests.pod('shop').terminationGracePeriodSeconds).toBe(77);
  expect(manifests.pod('shop').priorityClassName).toBe('essential');
  expect(manifests.pod('shop-cache').serviceAccountName).toBe('shop-cache');
  expect(manifests.names('ServiceAccount')).toEqual(expect.arrayContaining(['shop', 'shop-cache']));
  expect(manifests.names('NetworkPolicy')).toEqual(
    expect.arrayContaining(['shop-to-internet-https', 'prometheus-to-shop-ingress']),
  );
});
