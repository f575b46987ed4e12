import { forwardAuth } from '../../../../constructs/web/access.ts';
import check from '../../../../synth/checks/doors/token-doors.ts';
import { publish } from '../routes.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const robots = (closed?: readonly string[]) => () =>
  publish(
    'shop.uyoop.fr',
    forwardAuth({ groups: ['users'], except: ['/api'], tokens: '^Bearer .+', closed, reason: 'robots bring tokens' }),
  );

takes('one that names them', robots(['/api/login']));
takes('one that says there are none', robots([]));

refuses(
  'a login by form, which never looks at that header',
  robots(),
  "host 'shop.uyoop.fr' lets in whoever sends what looks like a token, and names no path that reads none, got tokens '^Bearer .+' for /api",
);
