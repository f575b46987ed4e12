import { forwardAuth } from '../../../../constructs/web/access.ts';
import check from '../../../../synth/checks/doors/guarded-spellings.ts';
import { changedRoute, publish } from '../routes.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const groups = ['users'] as const;
const reason = 'the shop is for everybody';
const admin = forwardAuth({ groups, paths: ['/admin'], reason });
const feed = forwardAuth({ groups, except: ['/feed'], reason: 'feed readers cannot log in' });
const editor = forwardAuth({ groups, paths: ['/ghost'], except: ['/ghost/api'], reason });
const tokens = forwardAuth({
  groups,
  except: ['/api'],
  closed: ['/api/login'],
  tokens: '^Bearer .+',
  reason: 'robots bring tokens',
});

/** The shop with the rule of its open route changed. */
const opened = (access: typeof admin, change: (match: string) => string) =>
  changedRoute(publish('shop.uyoop.fr', access), 'second', (rules) => {
    const open = rules.find(({ middlewares }) =>
      middlewares.some(({ name }: { name: string }) => name === 'drop-identity'),
    );
    open.match = change(open.match);
  });

takes('a part of a host', () => publish('shop.uyoop.fr', admin));
takes('a path with characters that an expression or a URL reads otherwise', () =>
  publish('shop.uyoop.fr', forwardAuth({ groups, paths: ['/a=b/c.d!', '/x@y'], reason })),
);
takes('an excepted path below a guarded one', () => publish('shop.uyoop.fr', editor));
takes('a path excepted for tokens', () => publish('shop.uyoop.fr', tokens));

refuses(
  'a rest of the host that spares what is guarded in its own letters alone',
  () => opened(admin, () => 'Host(`shop.uyoop.fr`) && !PathPrefix(`/admin`)'),
  "host 'shop.uyoop.fr': '/admin' is guarded, and '/ADMIN', '/Admin', '/%2Fadmin', '/x/..%2Fadmin', '/x/..;/admin', '/x%2F../admin', '/.;/admin' are not",
);

refuses(
  'a trailing slash that makes the guard one for that one spelling',
  () => opened(admin, (match) => match.replace('(/|%2F|;|%3B|$)|', '/|')),
  "'/admin%2Fx', '/admin%2fx', '/admin;x', '/admin;/x', '/admin%3Bx' are not",
);

refuses(
  'upper and lower case told apart',
  () => opened(admin, (match) => match.replace('(?i)', '')),
  "'/ADMIN', '/Admin' are not",
);

refuses(
  'ways out of an excepted path',
  () => opened(feed, (match) => match.replace(/ && !PathRegexp.*$/, '')),
  "host 'shop.uyoop.fr': '/' is guarded, and '/feed/..%2Fx', '/feed/..;/x', '/feed/.%2F..%2Fx', '/feed/..%3B/x' are not",
);

refuses(
  'an excepted path that is the beginning of others',
  () =>
    opened(editor, (match) =>
      match.replace('Path(`/ghost/api`) || PathPrefix(`/ghost/api/`)', 'PathPrefix(`/ghost/api`)'),
    ),
  "'/ghost/apix'",
);
