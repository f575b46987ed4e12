import check from '../../../../synth/checks/backups/stale-volumes.ts';
import { type Charts, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const copies = ({ wiki }: Charts, freshFile?: string) => {
  const volume = wiki.volume('copies', { size: '1Gi', backup: 'daily', freshFile });
  wiki.job('copy', { volumes: { '/copies': volume } });
  return volume;
};

refuses(
  'what a job writes at night, and the backup saves whatever became of it',
  () => scratch({ add: (charts) => void copies(charts) }),
  'jobs alone make this state, and an old one would be saved on time, got prod-web/wiki-copies',
);

takes('a state that names the file which every run writes', () =>
  scratch({ add: (charts) => void copies(charts, 'copy.tar') }),
);

takes('a state that a program writes which runs all the time, and jobs too', () =>
  scratch({
    add: (charts) =>
      void charts.wiki.workload('keeper', {
        image: 'wiki:1.2.3',
        user: 1000,
        ports: { http: 8081 },
        probe: '/health',
        resources: { cpu: '10m', memory: '32Mi' },
        volumes: { '/copies': copies(charts) },
      }),
  }),
);
