import { describe, expect, test } from 'vitest';
import type { BucketFacts, Platform } from '../../../platform/types.ts';
import { uyoop } from '../../../platform/uyoop.ts';
import { platformProblems } from '../../../platform/validation.ts';
import { stack } from '../../stacks/scratch.ts';
import { charted, composed } from '../../support/composed.ts';

const own: BucketFacts = { purpose: 'Velero', region: 'GRA', access: 'read-write' };
const on = { phase: 3, velero: true, buckets: { ...uyoop.buckets, velero: own } } as const;
const { manifests, inventory } = charted(on);
const { values } = manifests.one('HelmRelease', 'velero').spec;
const problems = (change: Partial<Platform>) => platformProblems({ ...uyoop, ...on, ...change });
const bucket = (change: Partial<BucketFacts>) =>
  problems({ buckets: { ...uyoop.buckets, velero: { ...own, ...change } } });

describe('Velero', () => {
  test('is off, and so is its bucket', () => {
    expect(composed(3).manifests.names('Namespace')).not.toContain('velero');
    expect(Object.keys(stack('object-storage').json['resource'].ovh_cloud_project_storage)).not.toContain('velero');
  });

  test('writes to its own bucket, with the credential of that bucket’s user, never from Vault', () => {
    const { ovh_cloud_project_storage: made } = stack('object-storage', { ...uyoop, ...on }).json['resource'];
    expect(made.velero).toMatchObject({ name: 'uyoop-velero' });
    expect(made.velero).not.toHaveProperty('object_lock');
    expect(values.configuration.backupStorageLocation[0]).toMatchObject({ bucket: 'uyoop-velero', provider: 'aws' });
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
    const files = manifests.documents.filter(({ path }) => path.startsWith('velero/')).map(({ file }) => file);
    expect(new Set(files)).toEqual(
      new Set(['kubernetes/configuration/velero/namespace.yaml', 'kubernetes/configuration/velero/velero.yaml']),
    );
  });

  test('sends no checksum that OVH answers with an error, and takes no snapshots of local disks', () => {
    expect(values.configuration.backupStorageLocation[0].config.checksumAlgorithm).toBe('');
    expect(values).toMatchObject({ snapshotsEnabled: false, deployNodeAgent: true });
    expect(values.configuration).toMatchObject({ uploaderType: 'kopia', defaultVolumesToFsBackup: true });
  });

  test('asks local-path for volumes whose files it can read; without it claims stay as they were', () => {
    const kinds = manifests.of('PersistentVolumeClaim').map(({ metadata }) => metadata.annotations?.['volumeType']);
    expect(new Set(kinds)).toEqual(new Set(['local']));
    expect(JSON.stringify(composed(3).manifests.of('PersistentVolumeClaim'))).not.toContain('volumeType');
    expect(manifests.one('HelmRelease', 'vault').spec.values.server.dataStorage.annotations).toEqual({
      volumeType: 'local',
    });
  });
});

describe('the platform refuses Velero', () => {
  test('without a bucket of its own, and says why the locked one will not do', () => {
    expect(problems({})).toEqual([]);
    expect(problems({ buckets: uyoop.buckets })).toEqual([
      "velero is true and has no bucket of its own: 'backup' is locked for 35 days, and Velero rewrites objects when it finalizes a backup; name buckets.velero, without lockDays",
    ]);
  });

  test('on a bucket that is locked, or that it may not delete from', () => {
    expect(bucket({ lockDays: 7 })).toEqual([
      'buckets.velero is locked for 7 days: Velero cannot finalize a backup there; drop lockDays',
    ]);
    expect(bucket({ access: 'append' })).toEqual([
      'buckets.velero lets its user append only: Velero deletes what has expired; make it read-write',
    ]);
  });
});
