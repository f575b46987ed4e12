import { open, redirect } from '../../../../constructs/web/access.ts';
import check from '../../../../synth/checks/doors/unclaimed.ts';
import { publish } from '../routes.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const anybody = open('a leaflet that anybody may read');
const claimed = (claimedBy?: string) => () => {
  const model = publish('shop.uyoop.fr', anybody);
  const exposure = model.inventory.exposures.find(({ host }) => host === 'shop.uyoop.fr');
  Object.assign(exposure ?? {}, { claimedBy });
  return model;
};

takes('a host whose application says it', claimed('its first start, which takes its administrator from a secret'));
takes('a host that only redirects, where nothing could be claimed', () =>
  publish('away.uyoop.fr', redirect('https://gitlab.com/uyoop'), { claimedBy: undefined }),
);

refuses(
  'an application that a stranger could claim, within minutes of its certificate',
  claimed(),
  "host 'shop.uyoop.fr' is public, and nobody says who is its first administrator before a stranger is, got no claimedBy",
);

refuses('a word that says nothing', claimed('an admin'), "got claimedBy 'an admin'");
