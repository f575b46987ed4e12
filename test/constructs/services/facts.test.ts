import { describe, expect, test } from 'vitest';
import {
  BackupClaim,
  type BackupClaimProps,
  Exception,
  HostSysctl,
  type HostSysctlProps,
  ResourceClaim,
  type ResourceClaimProps,
} from '../../../constructs/facts/claim.ts';
import { takeInventory } from '../../../constructs/inventory.ts';
import { NamespaceChart } from '../../../constructs/namespace/namespace.ts';
import { Bucket, type BucketProps, bucketName, s3Host } from '../../../constructs/outside/bucket.ts';
import { ForeignPods, type ForeignPodsProps, noShare } from '../../../constructs/pod/foreign-pods.ts';
import { SealedSecret, type SealedSecretProps } from '../../../constructs/secret/sealed-secret.ts';
import { random } from '../../../constructs/secret/secret.ts';
import { DnsRecord, type DnsRecordProps } from '../../../constructs/web/dns-record.ts';
import type { Machine } from '../../../platform/types.ts';
import { documentsOf } from '../../../synth/model/documents.ts';
import { Bench, plain, scratchApp } from '../../support/bench.ts';
import { Manifests } from '../../support/manifests.ts';
import { fixture, host } from '../../support/platform.ts';

/** What a service leaves behind: the inventory and the manifests. */
function left(build: (shop: Bench) => void) {
  const app = scratchApp();
  build(new Bench(new NamespaceChart(app, 'plot', { tier: 'prod' }), 'shop'));
  return { ...takeInventory(app), manifests: new Manifests(documentsOf(app)) };
}

describe('a bucket', () => {
  test('is where OVH says, under a name that is the platform’s', () => {
    const { buckets } = left((shop) => shop.bucket('drive'));
    expect(buckets).toMatchObject([
      { bucket: 'drive', name: 'harbour-drive', region: 'gra', host: 's3.gra.io.cloud.ovh.net' },
    ]);
    expect(s3Host('SBG')).toBe('s3.sbg.io.cloud.ovh.net');
    expect(bucketName('harbour', 'mail-archive')).toBe('harbour-mail-archive');
  });

  test('has a credential that the object-storage stack makes', () => {
    const { secrets } = left((shop) => shop.bucket('ci'));
    expect(secrets).toMatchObject([
      {
        name: 'shop-bucket-ci',
        keys: {
          access: { from: 'terraform', stack: 'object-storage', output: 'ci-access-key' },
          secret: { from: 'terraform', stack: 'object-storage', output: 'ci-secret-key' },
        },
      },
    ]);
  });

  test('takes every property', () => {
    const { buckets } = left((shop) => {
      const { access, secret } = shop.secret('own', { access: random(), secret: random() });
      const everything: Required<BucketProps> = { name: 'backup', accessKey: access, secretKey: secret };
      new Bucket(shop, 'bucket', everything);
    });
    expect(buckets[0]).toMatchObject({
      bucket: 'backup',
      region: 'sbg',
      accessKey: { key: 'access' },
      secretKey: { key: 'secret' },
    });
  });
});

describe('claims', () => {
  test('every workload claims its share of its machine', () => {
    const { claims } = left((shop) => shop.workload('web', plain));
    expect(claims).toMatchObject([
      { machine: { name: 'quay' }, resources: { cpu: '100m', memory: '64Mi' }, replicas: 1 },
    ]);
  });

  test('take every property', () => {
    const [machine] = fixture.machines;
    if (!machine) throw new Error('the platform has no machine');
    const resources = { cpu: '1', memory: '1Gi' } as const;
    const share: Required<ResourceClaimProps> = { machine, resources, replicas: 3, sidecar: true };
    const state: Required<BackupClaimProps> = {
      machine,
      namespace: 'plot',
      volume: 'data',
      size: '1Gi',
      backup: 'weekly',
      dump: { pod: { app: 'shop' }, command: ['dump'] },
      freshFile: 'today.tar',
      outside: { kind: 'bucket', bucket: 'drive' },
    };
    const record: Required<DnsRecordProps> = { host: host('shop.harbour.example'), machine };
    const { claims, backups, dnsRecords } = left((shop) => {
      new ResourceClaim(shop, 'share', share);
      new BackupClaim(shop, 'state', state);
      new DnsRecord(shop, 'record', record);
    });
    expect([claims[0], backups[0], dnsRecords[0]]).toMatchObject([share, state, record]);
  });
});

describe('a kernel setting', () => {
  const [machine] = fixture.machines as [Machine];

  test('is a claim on the machine, which the host layer makes', () => {
    const everything: Required<HostSysctlProps> = { machine, key: 'vm.max_map_count', minimum: 524_288 };
    expect(left((shop) => new HostSysctl(shop, 'setting', everything)).hostSysctls).toMatchObject([everything]);
    expect(left((shop) => shop.workload('web', plain)).hostSysctls).toEqual([]);
  });

  test('is a name, not a line of a file', () => {
    const wrong = (shop: Bench) => new HostSysctl(shop, 'setting', { machine, key: 'vm.swappiness=1', minimum: 1 });
    expect(() => left(wrong)).toThrow("plot/shop/setting: 'vm.swappiness=1' is no kernel setting");
  });
});

describe('an exception', () => {
  test('is kept with its reason, one for each thing that is loosened', () => {
    const { exceptions } = left((shop) => {
      const relax = { root: 'the start script changes owners', writableRoot: 'PHP writes its sessions there' };
      shop.workload('web', { ...plain, user: 'root', relax });
    });
    expect(exceptions.map(({ what, reason }) => `${what}: ${reason}`)).toEqual([
      'runs as root: the start script changes owners',
      'writable root file system: PHP writes its sessions there',
    ]);
    expect(left((shop) => shop.workload('web', plain)).exceptions).toEqual([]);
  });

  test('needs a reason that somebody else can judge', () => {
    expect(() => left((shop) => new Exception(shop, 'x', 'no probe', 'because'))).toThrow(
      "plot/shop: 'no probe' needs a written reason, got 'because'",
    );
  });
});

describe('pods that a chart makes', () => {
  const [machine] = fixture.machines;
  const pods = { namespace: 'plot', labels: { app: 'tool' }, guarded: true };

  test('have their edges, their claim, and a door for the API server', () => {
    const { manifests, claims, foreignPods, metricsTargets } = left((shop) => {
      if (!machine) throw new Error('the platform has no machine');
      const store = shop.workload('store', plain);
      const resources = { cpu: '10m', memory: '32Mi' } as const;
      const everything: Required<ForeignPodsProps> = {
        name: 'tool',
        pods,
        ports: [8443],
        machine,
        resources,
        replicas: 2,
        reaches: [store],
        calledByApi: 8443,
        metrics: { port: 9000, service: 'ours' },
      };
      shop.workload('web', { ...plain, reaches: [new ForeignPods(shop, 'tool', everything)] });
    });
    expect(manifests.names('NetworkPolicy')).toEqual(
      expect.arrayContaining([
        'tool-to-shop-store',
        'tool-to-shop-store-ingress',
        'shop-to-tool',
        'shop-to-tool-ingress',
      ]),
    );
    expect(manifests.one('NetworkPolicy', 'kubernetes-api-to-tool').spec).toEqual({
      podSelector: { matchLabels: { app: 'tool' } },
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ ipBlock: { cidr: '10.77.0.1/32' } }], ports: [{ port: 8443, protocol: 'TCP' }] }],
    });
    expect(claims.find(({ resources }) => resources.cpu === '10m')?.replicas).toBe(2);
    expect(foreignPods.map(({ name }) => name)).toEqual(['tool']);
    expect(metricsTargets).toMatchObject([{ job: 'tool', host: 'tool.plot.svc.cluster.local', port: 9000 }]);
    expect(manifests.names('NetworkPolicy')).toContain('prometheus-to-tool-ingress');
    expect(manifests.one('Service', 'tool').spec).toEqual({
      selector: { app: 'tool' },
      ports: [{ name: 'metrics', port: 9000, targetPort: 9000 }],
    });
  });

  test('that serve metrics behind a Service of their chart get none of ours', () => {
    const { manifests, metricsTargets } = left((shop) => {
      if (!machine) throw new Error('the platform has no machine');
      const tool = { name: 'tool', pods, machine, resources: noShare, metrics: { port: 9000 } };
      new ForeignPods(shop, 'tool', tool);
    });
    expect(metricsTargets).toHaveLength(1);
    expect(manifests.of('Service')).toEqual([]);
  });
});

test('a SealedSecret takes every property, and its Secret the same name and namespace', () => {
  const everything: Required<SealedSecretProps> = {
    namespace: 'plot',
    name: 'sealed',
    encryptedData: { token: 'AgB' },
    data: { plain: 'c' },
    annotations: { note: 'a' },
    labels: { kind: 'b' },
  };
  const { metadata, spec } = left((shop) => new SealedSecret(shop, 'sealed', everything)).manifests.one('SealedSecret');
  expect(metadata).toMatchObject({ namespace: 'plot', name: 'sealed' });
  expect(spec).toEqual({
    encryptedData: { token: 'AgB' },
    template: {
      type: 'Opaque',
      data: { plain: 'c' },
      metadata: { namespace: 'plot', name: 'sealed', annotations: { note: 'a' }, labels: { kind: 'b' } },
    },
  });
});

test('an inventory is read, not made: twice is the same', () => {
  const app = scratchApp();
  new Bench(new NamespaceChart(app, 'plot', { tier: 'prod' }), 'shop').workload('web', plain);
  const counts = () => Object.entries(takeInventory(app)).map(([kind, found]) => [kind, found.length]);
  expect(counts()).toEqual(counts());
  expect(Object.fromEntries(counts())).toMatchObject({ namespaces: 1, services: 1, workloads: 1, claims: 1, edges: 0 });
});
