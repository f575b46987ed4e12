import check from '../../../../synth/checks/hardening/capabilities.ts';
import { labPods, rewritten, Scratch, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);

refuses(
  'all that a container has by default',
  () =>
    labPods(({ security }) => {
      delete security.capabilities;
    }),
  'ai-lab/lab keeps capabilities, got container lab: drop: []',
);

refuses(
  'one more',
  () =>
    labPods(({ security }) => {
      security.capabilities.add = ['NET_ADMIN'];
    }),
  'ai-lab/lab adds capabilities, got container lab: NET_ADMIN',
);

const excused = () =>
  scratch({
    add: ({ dev }) =>
      new Scratch(dev, 'soft', {
        relax: { capabilities: { add: ['CHOWN'], reason: 'its entrypoint gives the data folder away' } },
      }),
  });

takes('one that the workload gives a reason for', excused);

refuses(
  'one beyond it',
  () =>
    rewritten(excused(), ({ kind, metadata, spec }) => {
      if (kind === 'Deployment' && metadata.name === 'soft')
        spec.template.spec.containers[0].securityContext.capabilities.add = ['CHOWN', 'KILL'];
    }),
  'ai-lab/soft adds capabilities, got container soft: KILL',
);
