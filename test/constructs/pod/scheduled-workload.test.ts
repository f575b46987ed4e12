import { expect, test } from 'vitest';
import { internet } from '../../../constructs/network/endpoint.ts';
import { scratch } from '../../../constructs/pod/folder.ts';
import type { ScheduledProps } from '../../../constructs/pod/workload.ts';
import { random } from '../../../constructs/secret/secret.ts';
import { bench, plain } from '../../support/bench.ts';

const { ports: _, probe: __, ...job } = plain;
const cron = (props: Partial<ScheduledProps> = {}) =>
  bench((shop) => shop.scheduled('cron', { ...job, schedule: '*/5 * * * *', ...props }));

test('a scheduled workload never runs twice at once, and needs no probe', () => {
  const { spec } = cron().one('CronJob', 'shop-cron');
  expect(spec).toMatchObject({ schedule: '*/5 * * * *', timeZone: 'Etc/UTC', concurrencyPolicy: 'Forbid' });
  expect(spec.jobTemplate.spec).toMatchObject({ activeDeadlineSeconds: 3600, backoffLimit: 1 });
  expect(cron().container('shop-cron').livenessProbe).toBeUndefined();
});

test('its pods end: they are not restarted, and are as hard as Fields other', () => {
  expect(cron().pod('shop-cron').restartPolicy).toBe('Never');
  expect(cron().container('shop-cron').securityContext).toMatchObject({
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
  });
});

test('in the phase of Vault its pods get an init container alone, since a sidecar would never end', () => {
  const manifests = bench(
    (shop) =>
      shop.scheduled('cron', {
        ...job,
        schedule: '0 3 * * *',
        secretFiles: [shop.secret('app', { key: random() }).key],
      }),
    { platform: { phase: 3 } },
  );
  const { annotations } = manifests.template('shop-cron').metadata;
  expect(annotations['vault.hashicorp.com/agent-pre-populate-only']).toBe('true');
  expect(cron().template('shop-cron').metadata.annotations ?? {}).toEqual({});
});

test('a schedule that Kubernetes would not run is refused by its place', () => {
  expect(() => cron({ schedule: '0 25 * * *' })).toThrow(
    "plot/shop/workload-cron: schedule '0 25 * * *' has '25' for the hour; write 0 to 23",
  );
  expect(() => cron({ schedule: '0 0 31 2 *' })).toThrow('never comes; name a day that the month has');
});

test('every property of a scheduled workload shows in its manifest', () => {
  const everything: Required<ScheduledProps> = {
    schedule: '1 2 * * 3',
    deadlineSeconds: 60,
    image: 'example/shop:2',
    user: 1001,
    group: 1002,
    command: ['sh', '-c', 'true'],
    args: ['now'],
    entrypoint: ['entry.sh'],
    ports: { http: 80 },
    env: { MODE: 'batch' },
    volumes: { '/cache': scratch('1Mi') },
    files: { '/etc/job.conf': 'x' },
    secretFiles: [],
    resources: { cpu: '2', memory: '2Gi', memoryLimit: '3Gi', cpuLimit: '4' },
    probe: '/unused',
    reaches: [internet.https],
    relax: { writableRoot: 'writes beside its own code' },
    graceSeconds: 5,
    metrics: { port: 'http' },
    priority: 'lab',
    ownAccount: true,
    rereadsSecrets: true,
  };
  const manifests = cron(everything);
  expect(manifests.one('CronJob').spec).toMatchObject({
    schedule: '1 2 * * 3',
    jobTemplate: { spec: { activeDeadlineSeconds: 60 } },
  });
  expect(manifests.container('shop-cron')).toMatchObject({
    image: 'example/shop:2',
    command: ['sh', '-c', 'true'],
    args: ['now'],
    securityContext: { runAsUser: 1001, runAsGroup: 1002, readOnlyRootFilesystem: false },
    resources: { requests: { cpu: '2', memory: '2Gi' }, limits: { cpu: '4', memory: '3Gi' } },
  });
  expect(manifests.mounts('shop-cron')).toEqual({ '/cache': 'scratch-cache', '/etc/job.conf': 'config:etc_job.conf' });
  expect(manifests.pod('shop-cron').terminationGracePeriodSeconds).toBe(5);
  expect(manifests.pod('shop-cron').priorityClassName).toBe('lab');
  expect(manifests.names('NetworkPolicy')).toContain('shop-cron-to-internet-https');
});
