import check from '../../../../synth/checks/hardening/root-user.ts';
import { labPods, rewritten, Scratch, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const root = 'ai-lab/lab may run as root, got container lab: runAsUser';

refuses(
  'user 0',
  () =>
    labPods(({ security }) => {
      security.runAsUser = 0;
    }),
  `${root} 0`,
);

refuses(
  'whatever user the image says',
  () =>
    labPods(({ security }) => {
      delete security.runAsNonRoot;
    }),
  `${root} 1000`,
);

/** A workload that may be softer than the default in three ways, and why. */
const soft = () =>
  scratch({
    add: ({ dev }) =>
      new Scratch(dev, 'soft', {
        user: 'root',
        probe: undefined,
        relax: {
          root: 'its entrypoint changes users itself',
          writableRoot: 'PHP writes its sessions there',
          noProbe: 'it only listens to a queue',
        },
      }),
  });

takes('what the workload gives a reason for', soft);

refuses(
  'an init container like any other, though the pod is excused elsewhere',
  () =>
    rewritten(soft(), ({ kind, metadata, spec }) => {
      if (kind !== 'Deployment' || metadata.name !== 'lab') return;
      const { spec: pod } = spec.template;
      const [container] = pod.containers;
      const { runAsNonRoot: _, ...securityContext } = container.securityContext;
      pod.initContainers = [{ ...container, name: 'before', securityContext }];
    }),
  'ai-lab/lab may run as root, got container before: runAsUser 1000',
);
