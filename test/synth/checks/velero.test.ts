import { describe, expect, it } from 'vitest';
import { noBackup } from '../../../constructs/facts/claim.ts';
import { letters, object, platform, scratch, tripped } from './scratch.ts';

const velero = { ...platform.buckets.backup, lockDays: undefined };
const on = { velero: true, buckets: { ...platform.buckets, velero } };
const release = (bucket: string) => ({
  apiVersion: 'helm.toolkit.fluxcd.io/v2',
  kind: 'HelmRelease',
  metadata: { name: 'velero', namespace: 'prod-web' },
  spec: { interval: '1h', values: { configuration: { backupStorageLocation: [{ provider: 'aws', bucket }] } } },
});

describe('check 5: Velero', () => {
  it('refuses the locked bucket, as it is written', () => {
    const model = scratch({ platform: on, add: ({ prod }) => object(prod, release('scratch-backup')) });
    expect(tripped(model)).toEqual([5]);
    expect(letters(model)[0]).toContain('Velero would write to a locked bucket');
    const free = scratch({ platform: on, add: ({ prod }) => object(prod, release('scratch-velero')) });
    expect(letters(free)).toEqual([]);
  });

  it('refuses a volume whose files it could not read, and takes those that services declare', () => {
    const stray = {
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'wiki-stray', namespace: 'prod-web' },
      spec: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: 'local-path',
        resources: { requests: { storage: '1Gi' } },
      },
    };
    const model = scratch({ platform: on, add: ({ prod }) => object(prod, stray) });
    expect(letters(model).filter((letter) => letter.includes('hostPath'))).toEqual([
      expect.stringContaining('got prod-web/wiki-stray: volumeType not set'),
    ]);
    const declared = scratch({
      platform: on,
      add: ({ wiki }) => wiki.volume('cache', { size: '1Gi', backup: noBackup('a cache: it fills itself again') }),
    });
    expect(letters(declared)).toEqual([]);
  });

  it('says nothing while Velero is off', () => {
    expect(letters(scratch({ add: ({ prod }) => object(prod, release('scratch-backup')) }))).toEqual([]);
  });
});
