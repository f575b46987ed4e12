import { expect, test } from 'vitest';
import { type ForwardAuthProps, forwardAuth, oidc, open, redirect } from '../../../constructs/web/access.ts';
import type { Openings } from '../../../constructs/web/openings.ts';
import { portalOf } from '../../../constructs/web/portal.ts';
import { fixture, host } from '../../support/platform.ts';

test('forward authentication covers the whole host with two factors by default', () => {
  expect(forwardAuth({ groups: ['admins'] })).toEqual({
    kind: 'forward-auth',
    groups: ['admins'],
    policy: 'two_factor',
    paths: ['/'],
    except: [],
    reason: undefined,
  });
});

test('every property of forward authentication is kept', () => {
  const everything: Required<ForwardAuthProps> = {
    groups: ['editors'],
    policy: 'one_factor',
    paths: ['/admin'],
    except: ['/admin/api'],
    openings: { files: { below: ['/theme'], endings: ['css'] }, links: [{ path: '/file', query: { key: '^.+$' } }] },
    closed: ['/admin/api/login'],
    tokens: '^Bearer ',
    watched: '/admin/api/health',
    ownAccounts: ['keeper'],
    reason: 'readers are anonymous',
  };
  expect(forwardAuth(everything)).toEqual({ kind: 'forward-auth', ...everything });
});

test.each([
  ['admin', '/admin'],
  ['/ghost/', '/ghost'],
  ['/admin/*', '/admin'],
  ['/a//b', '/a/b'],
])('a path that guards less than it says is refused: %s', (path, meant) => {
  const wrong = `'${path}' is no path of a host`;
  const reason = 'the rest is public';
  expect(() => forwardAuth({ groups: ['admins'], paths: [path], reason })).toThrow(wrong);
  expect(() => forwardAuth({ groups: ['admins'], except: [path], reason })).toThrow(`did you mean '${meant}'?`);
  expect(() => open('everybody reads this page', { paths: [path] })).toThrow(wrong);
});

test('what is closed lies below what is excepted: elsewhere nothing of it would be open', () => {
  const props = { groups: ['admins'], except: ['/api'], reason: 'programs bring tokens' } as const;
  expect(forwardAuth({ ...props, closed: ['/api/login'] }).closed).toEqual(['/api/login']);
  expect(() => forwardAuth({ ...props, closed: ['/apis/login'] })).toThrow(
    "closed '/apis/login' lies below nothing in except (/api); put it into paths",
  );
  expect(() => forwardAuth({ ...props, closed: ['/api/login/'] })).toThrow("did you mean '/api/login'?");
});

test.each(['', 'group:admins ', 'two words', '-x'])('an account is named as the portal knows it: not %j', (name) => {
  expect(() => forwardAuth({ groups: ['admins'], ownAccounts: [name] })).toThrow('is no name of an account');
  expect(forwardAuth({ groups: ['admins'], ownAccounts: ['Jo.Doe@home'] }).ownAccounts).toEqual(['Jo.Doe@home']);
});

test('nobody is not everybody: no group, no path and no pattern is refused', () => {
  expect(() => forwardAuth({ groups: [] })).toThrow("'groups' is empty, which Authelia reads as everybody");
  expect(() => forwardAuth({ groups: ['admins'], paths: [], reason: 'the rest is public' })).toThrow('guards nothing');
  expect(() => open('everybody reads this page', { paths: [] })).toThrow('serves nothing');
  const tokens = { groups: ['admins'], except: ['/api'], reason: 'programs bring tokens' } as const;
  for (const wrong of ['^Bearer `', '(', '(?=x)', '.*'])
    expect(() => forwardAuth({ ...tokens, tokens: wrong })).toThrow('is no pattern of a token');
});

test('what is watched past the portal is a path that the portal is not asked for', () => {
  const props = { groups: ['admins'], except: ['/api'], reason: 'programs bring tokens' } as const;
  expect(forwardAuth({ ...props, watched: '/api/health' }).watched).toBe('/api/health');
  const beside = "watched '/apis' lies below no path of 'except' (/api)";
  expect(() => forwardAuth({ ...props, watched: '/apis' })).toThrow(beside);
  expect(() => forwardAuth({ groups: ['admins'], watched: '/health' })).toThrow('(none)');
  const unlike = "is asked with 'Bearer probe', which '^Basic ' does not match";
  expect(() => forwardAuth({ ...props, watched: '/api/health', tokens: '^Basic ' })).toThrow(unlike);
});

test.each<[string, Openings]>([
  ["files below '/' open every folder", { files: { below: ['/'], endings: ['css'] } }],
  ["'php' is no ending of a file to read", { files: { below: ['/theme'], endings: ['css', 'php'] } }],
  ["'.css' is no ending", { files: { below: ['/theme'], endings: ['.css'] } }],
  ["'c|.*' is no ending", { files: { below: ['/theme'], endings: ['c|.*'] } }],
  ['without a folder or an ending', { files: { below: [], endings: ['css'] } }],
  ['without a folder or an ending', { files: { below: ['/theme'], endings: [] } }],
  ["'/theme/' is no path of a host", { files: { below: ['/theme/'], endings: ['css'] } }],
  ["link '/file' asks for nothing in its query", { links: [{ path: '/file', query: {} }] }],
  ["'a`b' is no name of a parameter", { links: [{ path: '/file', query: { 'a`b': '^x$' } }] }],
  ['is no pattern of a token', { links: [{ path: '/file', query: { key: '.*' } }] }],
])('an opening that opens more than it says is refused: %s', (message, openings) => {
  expect(() => forwardAuth({ groups: ['admins'], openings, reason: 'pages load them' })).toThrow(message);
});

test('an opening needs its written reason, as an exception does', () => {
  const openings = { files: { below: ['/theme'], endings: ['css'] } } as const;
  expect(() => forwardAuth({ groups: ['admins'], openings })).toThrow("say why in 'reason'");
});

test('a client of the portal has a name and a path that Authelia takes', () => {
  const client = { id: 'shop', name: 'Shop', secret: {} as never, redirectPath: '/back' };
  const props = { groups: ['users'], reason: 'it logs in itself', client } as const;
  expect(oidc(props)).toMatchObject({ kind: 'oidc', policy: 'two_factor' });
  expect(() => oidc({ ...props, groups: [] })).toThrow("'groups' is empty");
  expect(() => oidc({ ...props, client: { ...client, id: 'My Shop' } })).toThrow("'My Shop' is no name");
  expect(() => oidc({ ...props, client: { ...client, redirectPath: 'back' } })).toThrow(
    "'back' is no path of a request",
  );
});

test('what stays open says why', () => {
  expect(() => forwardAuth({ groups: ['admins'], paths: ['/admin'] })).toThrow(
    "forwardAuth: paths /admin without the rest leave something open: say why in 'reason'",
  );
  expect(() => forwardAuth({ groups: ['admins'], except: ['/api'] })).toThrow(/paths \/ without \/api leave/);
  expect(open('tracking pixels are for everybody')).toEqual({
    kind: 'open',
    reason: 'tracking pixels are for everybody',
  });
});

test('a redirect leads below an address, behind which the path is written', () => {
  expect(redirect('https://gitlab.com/uyoop')).toEqual({ kind: 'redirect', to: 'https://gitlab.com/uyoop' });
  expect(() => redirect('https://gitlab.com/uyoop/')).toThrow("'https://gitlab.com/uyoop/' is no address");
});

test('a host is served by the portal of its own zone', () => {
  expect(portalOf(fixture, host('drive.lantern.example'))).toMatchObject({
    issuer: 'https://auth.lantern.example',
    discovery: 'https://auth.lantern.example/.well-known/openid-configuration',
  });
  expect(portalOf(fixture, host('gestion.harbour.example')).issuer).toBe('https://auth.harbour.example');
});

test('a host whose zone has no portal is refused: its session cookie would never be seen', () => {
  expect(() => portalOf(fixture, host('drive.lantern.test'))).toThrow(
    "host 'drive.lantern.test': no portal serves its zone (auth.harbour.example, auth.lantern.example); add one to the platform's portals",
  );
});

test('the way to a portal leaves the pod for the public address and comes back through Traefik', () => {
  const { peers } = portalOf(fixture, host('gestion.harbour.example')).endpoint;
  expect(peers.map(({ cidrs, pods, ports }) => [cidrs ?? pods?.labels, ports])).toEqual([
    [['192.0.2.77/32'], [{ port: 443 }]],
    [{ 'app.kubernetes.io/name': 'traefik' }, [{ port: 8443 }]],
    [{ 'svccontroller.k3s.cattle.io/svcname': 'traefik' }, [{ port: 443 }]],
  ]);
});
