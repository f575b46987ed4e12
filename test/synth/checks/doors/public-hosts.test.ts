import { open, redirect } from '../../../../constructs/web/access.ts';
import check from '../../../../synth/checks/doors/public-hosts.ts';
import { changedRoute, handmade, publish } from '../routes.ts';
import { scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const away = () => publish('away.uyoop.fr', redirect('https://gitlab.com/uyoop'));

takes('an open host with its reason', () => publish('open.uyoop.fr', open('a leaflet that anybody may read')));
takes('a host that only redirects, without a reason', away);

refuses(
  'a host that says it redirects, and serves; that it keeps identity headers too is not told',
  () =>
    changedRoute(away(), 'second', ([rule]) => {
      rule.services = [{ name: 'second', port: 8080 }];
    }),
  "host 'away.uyoop.fr' is public without Authelia and without a written reason",
);

refuses(
  'a route that nobody guards and no exposure explains',
  () => scratch(handmade('bare.uyoop.fr', 'Host(`bare.uyoop.fr`)', ['drop-identity'])),
  "host 'bare.uyoop.fr' is public without Authelia and without a written reason, got a route, and no exposure",
);

refuses(
  'a reason that says nothing',
  () => {
    const model = publish('open.uyoop.fr', open('a leaflet that anybody may read'));
    const [exposure] = model.inventory.exposures.filter(({ host }) => host === 'open.uyoop.fr');
    Object.assign(exposure ?? {}, { access: { kind: 'open', reason: 'it is so' } });
    return model;
  },
  "host 'open.uyoop.fr' is public without Authelia and without a written reason, got access 'open'",
);
