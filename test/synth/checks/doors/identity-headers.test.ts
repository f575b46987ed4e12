import { open } from '../../../../constructs/web/access.ts';
import check from '../../../../synth/checks/doors/identity-headers.ts';
import { changedRoute, publish } from '../routes.ts';
import { rewritten } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const leaflet = () => publish('leaflet.uyoop.fr', open('a leaflet that anybody may read'));

takes('an open host that empties them', leaflet);

refuses(
  'an open host whose route keeps them',
  () =>
    changedRoute(leaflet(), 'second', ([rule]) => {
      rule.middlewares = [{ name: 'security-headers' }];
    }),
  'a route without Authelia lets identity headers of strangers through, got Host(`leaflet.uyoop.fr`)',
);

refuses(
  'a middleware that leaves one of them',
  () =>
    rewritten(leaflet(), ({ kind, metadata, spec }) => {
      if (kind === 'Middleware' && metadata.name === 'drop-identity' && metadata.namespace === 'prod-web')
        delete spec.headers.customRequestHeaders['Remote-Groups'];
    }),
  'lets identity headers of strangers through',
);
