import check from '../../../../synth/checks/doors/portals.ts';
import { onPlatform } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses } = twin(check);

refuses('none', () => onPlatform({ portals: [] as never }), 'nobody could log in, got no portal');
refuses(
  'two in one zone',
  () => onPlatform({ portals: ['auth.uyoop.fr', 'login.uyoop.fr'] }),
  "two portals for the cookies of uyoop.fr: Authelia does not start, got 'auth.uyoop.fr' and 'login.uyoop.fr'",
);
