import { random } from '../../../../constructs/secret/secret.ts';
import check from '../../../../synth/checks/secrets/missing-secrets.ts';
import { rewritten, Scratch, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);

/** The lab's nightly job, with something that it cannot start without. */
const waiting = (change: (spec: never, container: never) => void) => () =>
  rewritten(scratch(), ({ kind, spec }) => {
    const pod = kind === 'CronJob' ? spec.jobTemplate.spec.template.spec : undefined;
    if (pod) change(pod as never, pod.containers[0] as never);
  });
const reference = { name: 'labb-token', key: 'value' };
const nobody = "pods wait for a Secret that nobody makes, got Secret 'labb-token' in namespace 'ai-lab'";

refuses(
  'a variable',
  waiting((_, container: { env: object[] }) => {
    container.env = [{ name: 'LAB_TOKEN', valueFrom: { secretKeyRef: reference } }];
  }),
  nobody,
);

refuses(
  'a volume',
  waiting((spec: { volumes: object[] }) => {
    spec.volumes = [...(spec.volumes ?? []), { name: 'token', secret: { secretName: 'labb-token' } }];
  }),
  nobody,
);

refuses(
  'a registry’s password',
  waiting((spec: { imagePullSecrets: object[] }) => {
    spec.imagePullSecrets = [{ name: 'labb-token' }];
  }),
  nobody,
);

takes(
  'one that pods start without',
  waiting((_, container: { env: object[] }) => {
    container.env = [{ name: 'LAB_TOKEN', valueFrom: { secretKeyRef: { ...reference, optional: true } } }];
  }),
);

takes('one that is sealed', () =>
  scratch({
    add: ({ dev }) => {
      class Vigil extends Scratch {
        readonly token = this.secret('token', { value: random() });
      }
      const vigil = new Vigil(dev, 'vigil');
      vigil.job('night', { env: { VIGIL_TOKEN: vigil.token.value } });
    },
  }),
);
