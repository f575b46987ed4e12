import { describe, expect, test } from 'vitest';
import { Velero } from '../../../constructs/services/velero.ts';
import type { BucketFacts, Platform } from '../../../platform/types.ts';
import { factFindings } from '../../../synth/checks/index.ts';
import { stack } from '../../stacks/scratch.ts';
import { type Bench, bench } from '../../support/bench.ts';
import { alone } from '../../support/composed.ts';
import { fixture } from '../../support/platform.ts';

const own: BucketFacts = { purpose: 'Velero', region: 'GRA', access: 'read-write' };
const on = { phase: 3, velero: true, buckets: { ...fixture.buckets, velero: own } } as const;
const velero = (changes: Partial<Platform>) =>
  alone('velero', 'platform', (chart) => new Velero(chart, 'velero'), changes);
const { manifests, inventory } = velero(on);
const { values } = manifests.one('HelmRelease', 'velero').spec;
const problems = (change: Partial<Platform>) =>
  factFindings({ ...fixture, ...on, ...change }).map(({ what, got, cure }) => `${what}, got ${got}: ${cure}`);
const bucket = (change: Partial<BucketFacts>) =>
  problems({ buckets: { ...fixture.buckets, velero: { ...own, ...change } } });

describe('Velero', () => {
  test('has no bucket where it is off', () => {
    expect(Object.keys(stack('object-storage').json['resource'].ovh_cloud_project_storage)).not.toContain('velero');
  });

  test('writes to its own bucket, with the credential of that bucket’s user, never from Vault', () => {
    const { ovh_cloud_project_storage: made } = stack('object-storage', { ...fixture, ...on }).json['resource'];
    expect(made.velero).toMatchObject({ name: 'harbour-velero' });
    expect(made.velero).not.toHaveProperty('object_lock');
    expect(values.configuration.backupStorageLocation[0]).toMatchObject({ bucket: 'harbour-velero', provider: 'aws' });
    const claim = inventory.secrets.find(({ name }) => name === 'velero-bucket');
    expect(claim).toMatchObject({ backend: 'sealed', keys: { access: { output: 'velero-access-key' } } });
    for (const env of [values.configuration.extraEnvVars, values.nodeAgent.extraEnvVars]) {
      expect(env.map(({ valueFrom }: { valueFrom: object }) => valueFrom)).toEqual([
        { secretKeyRef: { name: 'velero-bucket', key: 'access' } },
        { secretKeyRef: { name: 'velero-bucket', key: 'secret' } },
      ]);
    }
  });

  test('comes after the operators: its key is sealed', () => {
    const files = manifests.documents.filter(({ path }) => path.startsWith('velero/velero')).map(({ file }) => file);
    expect(new Set(files)).toEqual(new Set(['kubernetes/configuration/velero/velero.yaml']));
  });

  test('sends no checksum that OVH answers with an error, and takes no snapshots of local disks', () => {
    expect(values.configuration.backupStorageLocation[0].config.checksumAlgorithm).toBe('');
    expect(values).toMatchObject({ snapshotsEnabled: false, deployNodeAgent: true });
    expect(values.configuration).toMatchObject({ uploaderType: 'kopia', defaultVolumesToFsBackup: true });
  });

  test('asks local-path for volumes whose files it can read; without it claims stay as they were', () => {
    const build = (shop: Bench) => shop.volume('data', { size: '1Gi', backup: 'daily' });
    const annotations = (platform: Partial<Platform>) =>
      bench(build, { platform }).one('PersistentVolumeClaim').metadata.annotations;
    expect(annotations(on)).toMatchObject({ volumeType: 'local' });
    expect(annotations({})).not.toHaveProperty('volumeType');
  });
});

describe('the platform refuses Velero', () => {
  test('without a bucket of its own, and says why the locked one will not do', () => {
    expect(problems({})).toEqual([]);
    expect(problems({ buckets: fixture.buckets })).toEqual([
      "Velero has no bucket of its own, and rewrites objects when it finalizes a backup, got the bucket 'backup', locked for 35 days: name buckets.velero, without lockDays",
    ]);
  });

  test('on a bucket that is locked, or that it may not delete from', () => {
    expect(bucket({ lockDays: 7 })).toEqual([
      'Velero cannot finalize a backup in a locked bucket, got 7 days: drop its lockDays',
    ]);
    expect(bucket({ access: 'append' })).toEqual([
      "Velero deletes what has expired, and its user may not, got append: make it 'read-write'",
    ]);
  });
});
