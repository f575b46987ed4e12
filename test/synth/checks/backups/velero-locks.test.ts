import check from '../../../../synth/checks/backups/velero-locks.ts';
import { keepsTrying } from '../releases.ts';
import { object, platform, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const velero = { ...platform.buckets.backup, lockDays: undefined, access: 'read-write' } as const;
const on = { velero: true, buckets: { ...platform.buckets, velero } };

const writingTo =
  (bucket: string, facts: object = on) =>
  () =>
    scratch({
      platform: facts,
      add: ({ prod }) =>
        object(prod, {
          apiVersion: 'helm.toolkit.fluxcd.io/v2',
          kind: 'HelmRelease',
          metadata: { name: 'velero', namespace: 'prod-web' },
          spec: {
            interval: '1h',
            ...keepsTrying,
            values: { configuration: { backupStorageLocation: [{ provider: 'aws', bucket }] } },
          },
        }),
    });

refuses('the backup bucket', writingTo('scratch-backup'), 'Velero would write to a locked bucket');
takes('a free one', writingTo('scratch-velero'));
takes('anything while Velero is off', writingTo('scratch-backup', {}));
