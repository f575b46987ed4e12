import { noBackup } from '../../../../constructs/facts/claim.ts';
import check from '../../../../synth/checks/backups/velero-volumes.ts';
import { platform, rewritten, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const velero = { ...platform.buckets.backup, lockDays: undefined, access: 'read-write' } as const;
const on = { velero: true, buckets: { ...platform.buckets, velero } };
const declared = (facts: object = on) =>
  scratch({
    platform: facts,
    add: ({ wiki }) => wiki.volume('cache', { size: '1Gi', backup: noBackup('a cache: it fills itself again') }),
  });
const bare = (facts: object) => () =>
  rewritten(declared(facts), ({ kind, metadata }) => {
    if (kind === 'PersistentVolumeClaim' && metadata.name.endsWith('cache'))
      Object.assign(metadata, { annotations: {} });
  });

refuses('one that may be a hostPath', bare(on), 'got prod-web/wiki-cache: volumeType not set');
takes('one that a service declares', () => declared());
takes('any while Velero is off', bare({}));
