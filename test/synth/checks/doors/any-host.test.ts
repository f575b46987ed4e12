import check from '../../../../synth/checks/doors/any-host.ts';
import { handmade } from '../routes.ts';
import { scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);

refuses(
  'a path of every host',
  () => scratch(handmade('wiki.uyoop.fr', 'PathPrefix(`/x`)', ['drop-identity'])),
  'a route without Authelia answers to any host, got PathPrefix(`/x`)',
);
