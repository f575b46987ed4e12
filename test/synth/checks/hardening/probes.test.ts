import check from '../../../../synth/checks/hardening/probes.ts';
import { labPods, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);

refuses(
  'one of the two',
  () =>
    labPods(({ container }) => {
      delete container.livenessProbe;
    }),
  'ai-lab/lab cannot be asked whether it is well, got container lab lacks livenessProbe',
);

refuses(
  'an init container that stays',
  () =>
    labPods(({ spec, container }) => {
      const { livenessProbe: _, readinessProbe: __, ...rest } = structuredClone(container);
      const resources = { requests: { cpu: '0', memory: '0' }, limits: { memory: '0' } };
      spec.initContainers = [{ ...rest, name: 'beside', restartPolicy: 'Always', ports: [], resources }];
    }),
  'got container beside lacks readinessProbe, livenessProbe',
);

takes('a job', () => scratch({ add: ({ lab }) => lab.job('again') }));
