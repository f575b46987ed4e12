import { forwardAuth, oidc, open as openTo, redirect } from '../../../constructs/index.ts';
import { hosts, targets } from '../kinds/hosts.ts';
import { type Kind, mapped, open, right, wrong } from '../kinds/kind.ts';
import { oidcClients } from '../kinds/names.ts';
import { accessPaths } from '../kinds/paths.ts';
import { hostileText, reasons, texts } from '../kinds/text.ts';
import { type Door, type Meaning, ofShop, type Scope } from '../scene.ts';
import type { Shop } from '../village.ts';

const reason = 'readers are anonymous visitors';
const host = 'shop.harbour.example';
const door: Door = { hosts: [host], guarded: ['/'], groups: ['users'], level: 'two_factor' };
const at = (changes: Partial<Door>) => (): Meaning => ({ door: { ...door, ...changes } });

type Props = Parameters<Shop['open']>[1];
const opened = (props: Props) => (shop: Shop) => void shop.open(shop.web(), props);
const guarded = (props: Partial<Parameters<typeof forwardAuth>[0]>) => (shop: Shop) =>
  void shop.open(shop.web(), { access: forwardAuth({ groups: ['users'], reason, ...props }) });

const groups: Kind<readonly string[]> = {
  name: 'groups',
  cases: [
    ...right<readonly string[]>(['users'], ['admins', 'editors'], ['developers']),
    ...wrong<readonly string[]>('Authelia reads no subject as everybody who is logged in', []),
    ...wrong<readonly string[]>(
      'no group of ours',
      ['nobody'],
      [''],
      ['Users'],
      ['group:users'],
      ['users '],
      ['users', 'nobody'],
    ),
    ...open<readonly string[]>(['users', 'users']),
  ],
};

const policies: Kind<string> = {
  name: 'policy',
  cases: [
    ...right('one_factor', 'two_factor'),
    ...wrong('it protects nothing, or is none', 'bypass', 'deny', '', 'two-factor', 'TWO_FACTOR'),
  ],
};

const tokens: Kind<string> = {
  name: 'token expression',
  cases: [
    ...right('^Bearer pat_', '^(Basic|Bearer) .+', '^token [0-9a-f]{40}$'),
    ...wrong('no expression of Go', '(', '*', '[a', '(?=x)', 'a{1001}', '\\', '(?<!a)b'),
    ...wrong('it ends the string of a rule', 'a`b', '`) || Host(`x'),
    ...wrong('it is true of a request without a token', '', '.*', '^', '|'),
    ...open('.', '"', "'", '\n', 'é'),
  ],
  draw: (dice) => ({ value: hostileText(dice, 5), verdict: 'open' }),
};

const lists = <T>(name: string, kind: Kind<T>): Kind<readonly T[]> => mapped(kind, (value) => [value], name);

/** Several paths at once: what one of them means must not hang on another. */
const pathLists: Kind<readonly string[]> = {
  name: 'access paths',
  cases: [
    ...right<readonly string[]>(['/a', '/b'], ['/a', '/a/b'], ['/admin', '/api/admin']),
    ...wrong<readonly string[]>('nothing is protected', []),
    ...open<readonly string[]>(['/a', '/a'], ['/a', '/a/'], ['/', '/a'], ['/a', '/A'], ['/a/b', '/a']),
  ],
};

const redirects: Kind<string> = {
  name: 'redirect path',
  cases: [
    ...right('/oauth/callback', '/login/generic_oauth', '/a?x=1'),
    ...wrong(
      'Authelia or a browser refuses it',
      'callback',
      'https://evil.example',
      '/a#x',
      '/a b',
      '@evil.example/x',
      '.evil.example/x',
      '/\n',
    ),
    ...open('', '/', '//evil.example', '/é', '/*', '/../x'),
  ],
};

const scopes: Kind<readonly string[]> = {
  name: 'scopes',
  cases: [
    ...right<readonly string[]>(['openid'], ['openid', 'profile', 'email', 'groups']),
    ...wrong<readonly string[]>(
      'Authelia knows no such scope',
      ['openid', 'nonsense'],
      ['openid', ''],
      ['openid profile'],
    ),
    ...open<readonly string[]>([], ['profile'], ['openid', 'openid'], ['openid', 'offline_access']),
  ],
};

const methods: Kind<string> = {
  name: 'token endpoint method',
  cases: [
    ...right('client_secret_basic', 'client_secret_post'),
    ...wrong('not for a client with a secret', 'none', '', 'basic', 'private_key_jwt'),
  ],
};

function client(changes: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}) {
  return (shop: Shop) => {
    const { secret } = shop.secret('oidc', { secret: { from: 'random', length: 40 } });
    const own = { id: 'shop', name: 'Shop', secret, redirectPath: '/oauth/callback', ...changes };
    shop.open(shop.web({ secretFiles: [secret] }), {
      access: oidc({
        groups: ['users'],
        reason: 'it logs its users in by itself',
        client: own as never,
        ...more,
      } as never),
    });
  };
}

/** Public hosts, and who may come in. */
export const accessScopes: readonly Scope[] = [
  ofShop('exposure.host', hosts, (host) => opened({ host: host as never }), {
    meant: (host) => at({ hosts: [host] })(),
  }),
  ofShop(
    'exposure.alsoServes',
    hosts,
    (host) => opened({ host: 'main.harbour.example', alsoServes: [host as never] }),
    {
      meant: (host) => at({ hosts: ['main.harbour.example', host] })(),
    },
  ),
  ofShop('exposure.aliases', hosts, (host) => opened({ host: 'main.harbour.example', aliases: [host as never] }), {
    meant: at({ hosts: ['main.harbour.example'] }),
  }),
  ofShop('redirect.to', targets, (to) => opened({ access: redirect(to as never) })),
  ofShop('forwardAuth.paths', accessPaths, (path) => guarded({ paths: [path] }), {
    meant: (path) => at({ guarded: [path] })(),
  }),
  ofShop('forwardAuth.paths', pathLists, (paths) => guarded({ paths }), { meant: (paths) => at({ guarded: paths })() }),
  ofShop('forwardAuth.except', accessPaths, (path) => guarded({ except: [path] }), {
    meant: (path) => at({ except: [path] })(),
  }),
  ofShop(
    'forwardAuth.except below paths',
    accessPaths,
    (path) => guarded({ paths: ['/app'], except: [`/app${path}`] }),
    {
      meant: (path) => at({ guarded: ['/app'], except: [`/app${path}`] })(),
      fits: ({ value }) => value.startsWith('/'),
    },
  ),
  ofShop('forwardAuth.groups', groups, (groups) => guarded({ groups: groups as never }), {
    meant: (groups) => at({ groups })(),
  }),
  ofShop('forwardAuth.groups of a part', groups, (groups) => guarded({ paths: ['/admin'], groups: groups as never }), {
    meant: (groups) => at({ guarded: ['/admin'], groups })(),
  }),
  ofShop('forwardAuth.policy', policies, (policy) => guarded({ policy: policy as never }), {
    meant: (level) => at({ level })(),
  }),
  ofShop('forwardAuth.tokens', tokens, (tokens) => guarded({ except: ['/api'], closed: ['/api/login'], tokens })),
  ofShop('forwardAuth.reason', reasons, (reason) => guarded({ paths: ['/admin'], reason }), {
    meant: at({ guarded: ['/admin'] }),
  }),
  ofShop('open.reason', reasons, (reason) => opened({ access: openTo(reason) })),
  ofShop('open.paths', accessPaths, (path) => opened({ access: openTo(reason, { paths: [path] }) }), {
    meant: (path) => at({ guarded: [], only: [path] })(),
  }),
  ofShop('open.paths', pathLists, (paths) => opened({ access: openTo(reason, { paths }) })),
  ofShop('oidc.client.id', oidcClients, (id) => client({ id })),
  ofShop('oidc.client.name', texts, (name) => client({ name }), {
    fits: ({ verdict, value }) => verdict !== 'right' || value === 'plain',
  }),
  ofShop('oidc.client.redirectPath', redirects, (redirectPath) => client({ redirectPath })),
  ofShop('oidc.client.scopes', scopes, (scopes) => client({ scopes })),
  ofShop('oidc.client.tokenEndpointAuthMethod', methods, (tokenEndpointAuthMethod) =>
    client({ tokenEndpointAuthMethod }),
  ),
  ofShop('oidc.groups', groups, (groups) => client({}, { groups })),
  ofShop('oidc.policy', policies, (policy) => client({}, { policy })),
  ofShop('oidc.reason', reasons, (reason) => client({}, { reason })),
  ofShop(
    'exposure suffix',
    lists('suffix', {
      name: 'suffix',
      cases: [...right('api', 'admin'), ...wrong('no part of a name', '', 'A', 'a_b', 'a b', 'a.', 'é')],
    }),
    ([suffix]) =>
      (shop) => {
        const web = shop.web();
        shop.open(web);
        shop.open(web, { host: 'two.harbour.example' }, suffix);
      },
  ),
];
