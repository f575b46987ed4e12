import check from '../../../../synth/checks/hardening/resources.ts';
import { labPods } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);

refuses(
  'no ceiling',
  () =>
    labPods(({ container }) => {
      delete container.resources.limits;
    }),
  'ai-lab/lab does not say what it needs, got container lab lacks limits.memory',
);

refuses(
  'nothing at all',
  () =>
    labPods(({ container }) => {
      delete container.resources;
    }),
  'got container lab lacks requests.cpu, requests.memory, limits.memory',
);

takes('amounts in any form that Kubernetes reads', () =>
  labPods(({ container }) => {
    Object.assign(container.resources.requests, { cpu: '1e-1', memory: '0.125Gi' });
  }),
);
