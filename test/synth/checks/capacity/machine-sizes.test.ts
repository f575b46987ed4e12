import check from '../../../../synth/checks/capacity/machine-sizes.ts';
import { core, lab, onPlatform } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);

refuses(
  'memory with a unit that is none',
  () => onPlatform({ machines: [{ ...core, memory: '8GB' as never }, lab] }),
  "platform/uyoop.ts core-prod: an amount that nobody can read, got memory '8GB'",
);

refuses(
  'a reservation without a unit',
  () =>
    onPlatform({
      machines: [{ ...core, reserved: [{ name: 'system', cpu: '1', memory: '1Gi', disk: '10' as never }] }, lab],
    }),
  "got disk of 'system' '10'",
);
