import { kubernetesApi } from '../../../../constructs/network/endpoint.ts';
import check from '../../../../synth/checks/hosts/opened-ports.ts';
import { platform, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';
import { listing } from './told.ts';

const { refuses, takes } = twin(check);
const asking = {
  add: ({ lab }: { lab: { web: { reach: (to: never) => void } } }) => lab.web.reach(kubernetesApi(platform) as never),
};

takes('an API that pods ask', () => scratch(asking));
refuses(
  'an API that no pod reaches',
  () =>
    listing(
      'core-prod',
      (ports) => ports.map((door) => (door.port === 6443 ? { ...door, from: ['10.8.0.0/24'] } : door)),
      asking,
    ),
  'core-prod opens tcp/6443 to no pod, got open to 10.8.0.0/24',
);
