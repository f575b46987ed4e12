import { forwardAuth } from '../../../../constructs/web/access.ts';
import check from '../../../../synth/checks/doors/guarded-paths.ts';
import { changedRoute, publish } from '../routes.ts';
import { scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const groups = ['users'] as const;
const feed = forwardAuth({ groups, except: ['/feed'], reason: 'feed readers cannot log in' });
const admin = forwardAuth({ groups, paths: ['/admin'], reason: 'the shop is for everybody' });
const tokens = forwardAuth({
  groups,
  except: ['/api'],
  tokens: '^Bearer .+',
  closed: [],
  reason: 'robots bring tokens',
});

takes('an excepted path', () => publish('shop.uyoop.fr', feed));
takes('a host that is guarded in part', () => publish('shop.uyoop.fr', admin));
takes('a path excepted for tokens', () => publish('shop.uyoop.fr', tokens));

refuses(
  'a host whose middleware was lost on the way to paper',
  () =>
    changedRoute(scratch(), 'wiki', ([rule]) => {
      rule.middlewares = [{ name: 'security-headers' }];
    }),
  "host 'wiki.uyoop.fr': path '/' should be guarded and is not",
);

refuses(
  'an open path that is not among the exceptions',
  () =>
    changedRoute(publish('shop.uyoop.fr', feed), 'second', ([rule]) => {
      rule.match = rule.match.replaceAll('/feed', '/admin');
    }),
  "a route without Authelia answers to '/'",
);

refuses(
  'what is excepted for tokens alone and answers at a path that is not',
  () =>
    changedRoute(publish('shop.uyoop.fr', tokens), 'second', ([rule]) => {
      rule.match = 'Host(`shop.uyoop.fr`) && HeaderRegexp(`Authorization`, `^Bearer .+`)';
    }),
  "a route without Authelia answers to '/'",
);

refuses(
  'an open route that wins over the guarded one',
  () =>
    changedRoute(publish('shop.uyoop.fr', admin), 'second', (rules) => {
      rules.find(({ match }) => !match.includes('PathPrefix')).priority = 50;
    }),
  "a route without Authelia answers to '/admin'",
);

takes('a guarded host of nobody else', () => scratch());
