import type { PodProps } from '../../../../constructs/pod/pod-props.ts';
import type { Volume } from '../../../../constructs/pod/volume.ts';
import check from '../../../../synth/checks/backups/roles-apart.ts';
import { Scratch, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);

/** A shop whose web server and whose job have these folders of one volume. */
const shop = (ofWeb: Folders, ofJob: Folders, job: Partial<PodProps> = {}) =>
  scratch({
    add: ({ prod }) => {
      const service = new Scratch(prod, 'shop');
      const data = service.volume('data', { size: '1Gi', backup: 'daily' });
      const web = {
        image: 'shop:1.2.3',
        user: 1000,
        resources: { cpu: '10m', memory: '32Mi' },
        probe: '/health',
      } as const;
      service.workload('till', { ...web, ports: { http: 8080 }, volumes: ofWeb(data) });
      service.job('import', { image: 'shop:1.2.3', volumes: ofJob(data), ...job });
    },
  });

type Folders = (data: Volume) => NonNullable<PodProps['volumes']>;
const files: Folders = (data) => ({ '/files': data.at('files') });
const both: Folders = (data) => ({ '/files': data.at('files'), '/import': data.at('import') });

takes('roles that see the same', () => shop(both, both));
takes('a program of another image', () => shop(both, files, { image: 'pump:1.2.3' }));
takes('one that has no state', () => shop(both, () => ({})));

refuses(
  'a job that does not see what the web server takes in',
  () => shop(both, files),
  "'shop-till' and 'shop-import' run one image on one volume, and one of them lacks a folder, got shop-data/import at /import",
);

refuses(
  'the same folder at another path',
  () => shop(files, (data) => ({ '/data': data.at('files') })),
  'got shop-data/files at /files, shop-data/files at /data',
);
