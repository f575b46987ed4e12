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

const openings = {
  files: { below: ['/theme'], endings: ['css'] },
  links: [{ path: '/file', query: { key: '^[a-z]+$' } }],
};
const shaped = () =>
  publish('shop.uyoop.fr', forwardAuth({ groups, openings, reason: 'pages for everybody load them' }));

takes('what open pages load, in its very shape', shaped);

refuses(
  'files of every kind, where some are open',
  () =>
    changedRoute(shaped(), 'second', (rules) => {
      const files = rules.find(({ match }) => match.includes('/theme/'));
      files.match = files.match.replace(/ && PathRegexp\(`[^`]*`\)/, '');
    }),
  "a route without Authelia answers to '/'",
);

refuses(
  'a link that takes forms',
  () =>
    changedRoute(shaped(), 'second', (rules) => {
      const link = rules.find(({ match }) => match.includes('QueryRegexp'));
      link.match = link.match.replace('(Method(`GET`) || Method(`HEAD`)) && ', '');
    }),
  "a route without Authelia answers to '/'",
);

refuses(
  'a link at another path',
  () =>
    changedRoute(shaped(), 'second', (rules) => {
      const link = rules.find(({ match }) => match.includes('QueryRegexp'));
      link.match = link.match.replace('Path(`/file`)', 'Path(`/admin`)');
    }),
  "a route without Authelia answers to '/'",
);

takes('a guarded host of nobody else', () => scratch());
