import { forwardAuth, open } from '../../../../constructs/web/access.ts';
import check from '../../../../synth/checks/doors/closed-paths.ts';
import type { Fields } from '../../../support/manifests.ts';
import { changedRoute, publish } from '../routes.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const groups = ['users'] as const;
const reason = 'robots bring tokens';
const tokens = forwardAuth({ groups, except: ['/api'], tokens: '^Bearer .+', closed: ['/api/login'], reason });
const desk = forwardAuth({ groups, paths: ['/desk'], reason: 'the shop is for everybody' });
const detour = '(/|%2F)\\.{1,2}(/|%2F|;|%3B|$)';
const setup = { firstRun: ['/install/setup'] };
/** What a route spares in place of the closed path; ways out of a path stay shut, which is another check's. */
const sparing = (path: string) => (rules: readonly Fields[]) => {
  for (const rule of rules)
    rule.match = rule.match.replace(/!PathRegexp\(`.*?`\)/, () => `!PathRegexp(\`(?i)${path}${detour}\`)`);
};

takes('a login below what tokens open', () => publish('shop.uyoop.fr', tokens));
takes('an installer on the open rest of a host', () => publish('shop.uyoop.fr', desk, setup));
takes('an installer of a host that is open', () => publish('shop.uyoop.fr', open('everybody may read this'), setup));
takes('an installer of a host that is guarded', () => publish('shop.uyoop.fr', forwardAuth({ groups }), setup));

refuses(
  'a login that whoever makes up a token gets to',
  () => changedRoute(publish('shop.uyoop.fr', tokens), 'second', sparing('')),
  "host 'shop.uyoop.fr': strangers get to '/api/login'",
);

refuses(
  'a login in another spelling',
  () => changedRoute(publish('shop.uyoop.fr', tokens), 'second', sparing('^/api/login/?$|')),
  "host 'shop.uyoop.fr': strangers get to '/api/login'",
);

refuses(
  'an installer of an open host',
  () => changedRoute(publish('shop.uyoop.fr', open('everybody may read this'), setup), 'second', sparing('')),
  "host 'shop.uyoop.fr': strangers get to '/install/setup'",
);
