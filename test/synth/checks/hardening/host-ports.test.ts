import check from '../../../../synth/checks/hardening/host-ports.ts';
import { labPods } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);

refuses(
  'one of a container',
  () =>
    labPods(({ container }) => {
      container.ports[0].hostPort = 9000;
    }),
  'ai-lab/lab takes a port of the machine, got container lab: hostPort 9000',
);
