import { expect, test } from 'vitest';
import { noBackup } from '../../../constructs/facts/claim.ts';
import { takeInventory } from '../../../constructs/inventory.ts';
import type { VolumeProps } from '../../../constructs/pod/volume.ts';
import { type Bench, bench, plain } from '../../support/bench.ts';
import type { Fields } from '../../support/manifests.ts';

const one = (props: Partial<VolumeProps> = {}) =>
  bench((shop) => shop.volume('data', { size: '10Gi', backup: 'daily', ...props }));

test('a volume is a claim on the machine’s own disk', () => {
  expect(one().one('PersistentVolumeClaim', 'shop-data').spec).toEqual({
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'local-path',
    resources: { requests: { storage: '10Gi' } },
  });
});

test('neither engine ever deletes it; what can be made again it may', () => {
  expect(one().one('PersistentVolumeClaim').metadata.annotations).toEqual({
    'kustomize.toolkit.fluxcd.io/prune': 'disabled',
    'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
    // And Flux never changes it: Kubernetes refuses another size, and with it all that is applied beside it.
    'kustomize.toolkit.fluxcd.io/ssa': 'IfNotPresent',
  });
  const service = bench((shop) => shop.workload('web', plain)).one('Service');
  expect(service.metadata.annotations).toBeUndefined();
});

test('several mounts of one volume are one volume of the pod, each its own folder', () => {
  const manifests = bench((shop) => {
    const data = shop.volume('data', { size: '1Gi', backup: 'daily' });
    shop.workload('web', { ...plain, volumes: { '/a': data.at('a'), '/b': data.at('b') } });
  });
  expect(manifests.mounts('shop')).toMatchObject({ '/a': 'shop-data:a', '/b': 'shop-data:b' });
  expect(manifests.pod('shop').volumes.filter((volume: Fields) => volume.persistentVolumeClaim)).toEqual([
    { name: 'shop-data', persistentVolumeClaim: { claimName: 'shop-data' } },
  ]);
});

test('a volume claims its backup, with the dump that comes before it, or the reason for none', () => {
  const everything: Required<VolumeProps> = {
    size: '3Gi',
    backup: 'hourly',
    dump: { workload: 'web', command: ['dump'] },
    freshFile: 'today.tar',
  };
  let root: Bench | undefined;
  bench((shop) => {
    root = shop;
    shop.volume('data', everything);
    shop.volume('cache', { size: '1Gi', backup: noBackup('it is filled again by itself') });
  });
  const pod = { 'app.kubernetes.io/name': 'shop', 'app.kubernetes.io/component': 'web' };
  expect(takeInventory(root as Bench).backups).toMatchObject([
    {
      namespace: 'plot',
      volume: 'shop-data',
      size: '3Gi',
      backup: 'hourly',
      dump: { pod, command: ['dump'] },
      freshFile: 'today.tar',
    },
    { volume: 'shop-cache', backup: { none: 'it is filled again by itself' }, dump: undefined, freshFile: undefined },
  ]);
});
