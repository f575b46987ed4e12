import { ResourceClaim } from '../../../../constructs/facts/claim.ts';
import check from '../../../../synth/checks/capacity/claimed-machines.ts';
import { labPods, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);

refuses(
  'a claim on a machine that the phase does not have',
  () =>
    scratch({
      add: ({ wiki }) => {
        const machine = { ...wiki.machine, name: 'attic' };
        new ResourceClaim(wiki, 'claim', { machine, resources: { cpu: '1m', memory: '1Mi' } });
      },
    }),
  "prod-web/wiki/claim: a claim on a machine that this phase does not have, got 'attic' (there are core-prod, ai-lab)",
);

refuses(
  'pods that are pinned elsewhere',
  () =>
    labPods(({ spec }) => {
      spec.nodeSelector = { 'kubernetes.io/hostname': 'core-prod' };
    }),
  'pods run on one machine and are claimed on another, got pinned to core-prod, claimed on ai-lab',
);
