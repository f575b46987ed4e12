import check from '../../../../synth/checks/schemas/route-rules.ts';
import { handmade } from '../routes.ts';
import { scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);

refuses(
  'one that ends too early, told once',
  () => scratch(handmade('bare.uyoop.fr', 'Host(`bare.uyoop.fr`', ['drop-identity'])),
  'a rule of a route: cannot read the rule: it ends too early, got Host(`bare.uyoop.fr`',
);
