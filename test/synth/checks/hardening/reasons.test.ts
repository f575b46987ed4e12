import { Exception } from '../../../../constructs/facts/claim.ts';
import check from '../../../../synth/checks/hardening/reasons.ts';
import { scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);

refuses(
  'two words',
  () => {
    const model = scratch();
    const { node } = model.app;
    const said = { node, what: 'runs as root', reason: 'must be' };
    const exception = Object.assign(Object.create(Exception.prototype), said);
    return { ...model, inventory: { ...model.inventory, exceptions: [exception] } };
  },
  "the reason for 'runs as root' says too little, got 'must be'",
);
