import check from '../../../../synth/checks/backups/unsaved-volumes.ts';
import { object, rewritten, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);
const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };

refuses(
  'a volume that nobody saves',
  () =>
    scratch({
      add: ({ prod }) =>
        object(prod, { kind: 'PersistentVolumeClaim', metadata: { name: 'attic', namespace: 'prod-web' }, spec }),
    }),
  'state without a backup tier and without a written reason, got prod-web/attic',
);

refuses(
  'volumes that a StatefulSet makes by itself',
  () =>
    rewritten(scratch(), (manifest) => {
      if (manifest.kind === 'StatefulSet')
        manifest['spec'].volumeClaimTemplates = [{ metadata: { name: 'data' }, spec }];
    }),
  'got volumeClaimTemplates of prod-web/wiki-database',
);
