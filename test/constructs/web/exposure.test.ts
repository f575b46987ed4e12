import { describe, expect, test } from 'vitest';
import { takeInventory } from '../../../constructs/inventory.ts';
import { NamespaceChart } from '../../../constructs/namespace/namespace.ts';
import { random } from '../../../constructs/secret/secret.ts';
import { forwardAuth, oidc, open, redirect } from '../../../constructs/web/access.ts';
import { Exposure } from '../../../constructs/web/exposure.ts';
import { documentsOf } from '../../../synth/model/documents.ts';
import { Bench, type BenchExposure, bench, plain, scratchApp } from '../../support/bench.ts';
import { type Fields, Manifests } from '../../support/manifests.ts';
import { host } from '../../support/platform.ts';
import { free, guarded, wayTo } from '../../support/way.ts';

const reason = 'anonymous visitors read the rest of it';
const everybody = open('everything here is public');
const shown = (props: Partial<BenchExposure> = {}) =>
  bench((shop) =>
    shop.expose(shop.workload('web', plain), { host: 'shop.harbour.example', access: everybody, ...props }),
  );

/** Match, priority and middlewares of each route, in order. */
function routes(props: Partial<BenchExposure>) {
  const brief = ({ match, priority, middlewares }: Fields) => [
    match,
    priority,
    middlewares.map(({ name }: Fields) => name),
  ];
  return shown(props).one('IngressRoute').spec.routes.map(brief);
}

const straight = '!PathRegexp(`(?i)(/|%2F)\\.{1,2}(/|%2F|;|%3B|$)`)';

describe('routes', () => {
  test('a whole host behind Authelia is one route', () => {
    expect(routes({ access: forwardAuth({ groups: ['admins'] }) })).toEqual([
      ['Host(`shop.harbour.example`)', 10, guarded],
    ]);
  });

  test('what is excepted for tokens alone asks everybody else to log in', () => {
    const access = forwardAuth({ groups: ['admins'], except: ['/api'], tokens: '^Bearer .+', reason });
    expect(routes({ access })).toEqual([
      [
        `Host(\`shop.harbour.example\`) && (Path(\`/api\`) || PathPrefix(\`/api/\`)) && ${straight} && HeaderRegexp(\`Authorization\`, \`^Bearer .+\`)`,
        30,
        free,
      ],
      ['Host(`shop.harbour.example`)', 10, guarded],
    ]);
  });

  test('what is excepted comes before what is guarded, and a prefix ends at a slash', () => {
    const access = forwardAuth({ groups: ['admins'], except: ['/api', '/feed'], reason });
    expect(routes({ access })).toEqual([
      [
        `Host(\`shop.harbour.example\`) && (Path(\`/api\`) || PathPrefix(\`/api/\`) || Path(\`/feed\`) || PathPrefix(\`/feed/\`)) && ${straight}`,
        30,
        free,
      ],
      ['Host(`shop.harbour.example`)', 10, guarded],
    ]);
  });

  test('guarded paths come before the open rest, and after their own exceptions', () => {
    const access = forwardAuth({ groups: ['admins'], paths: ['/s'], except: ['/s/api'], reason });
    expect(routes({ access })).toEqual([
      [`Host(\`shop.harbour.example\`) && (Path(\`/s/api\`) || PathPrefix(\`/s/api/\`)) && ${straight}`, 30, free],
      ['Host(`shop.harbour.example`) && (Path(`/s`) || PathPrefix(`/s/`))', 20, guarded],
      [expect.stringMatching(/^Host\(`shop\.harbour\.example`\) && !PathRegexp\(`[^`]+`\)$/), 10, free],
    ]);
  });

  test('what open pages load is open by its shape alone, to be read, before what is guarded', () => {
    const openings = {
      files: { below: ['/theme', '/core/js'], endings: ['css', 'css.php'] },
      links: [{ path: '/file', query: { key: '^[a-z]+$' } }],
    };
    const [files, link, guard] = routes({ access: forwardAuth({ groups: ['admins'], openings, reason }) });
    const toRead = 'Host(`shop.harbour.example`) && (Method(`GET`) || Method(`HEAD`))';
    expect(files).toEqual([
      `${toRead} && (PathPrefix(\`/theme/\`) || PathPrefix(\`/core/js/\`)) && PathRegexp(\`^(/[A-Za-z0-9_-]+)+/[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*\\.(css|css\\.php)$\`)`,
      30,
      free,
    ]);
    expect(link).toEqual([`${toRead} && Path(\`/file\`) && QueryRegexp(\`key\`, \`^[a-z]+$\`)`, 30, free]);
    expect(guard).toEqual(['Host(`shop.harbour.example`)', 10, guarded]);
  });

  describe('what a backend may read as another path', () => {
    const paths = ['/admin', '/index.php', '/a/b', '/c@d!'];
    const access = forwardAuth({ groups: ['admins'], paths, except: ['/admin/api'], reason });
    const [except, , rest] = routes({ access }).map(([match]: Fields) => refused(match)) as RegExp[];

    test.each([
      ...['/Admin', '/admin%2F', '/admin%2Fx', '/%2Fadmin/', '/admin;/x', '/admin%3Bx', '/INDEX.php/s', '/a%2Fb'],
      ...['/x/..%2Fadmin/', '/x%2F..%2Fadmin', '/.%2Fadmin', '/x/..;/admin', '/x%2F..', '/C@D!', '/c%40d%21/x'],
    ])('is not open beside what is guarded: %s', (path) => expect(path).toMatch(rest as RegExp));

    test.each([
      '/admin/api/..%2Fusers',
      '/admin/api/x%2F..%2F..%2Fusers',
      '/admin/api/..;/users',
      '/admin/api/..%3B/users',
    ])('is no exception: %s', (path) => expect(path).toMatch(except as RegExp));

    test.each([
      '/',
      '/administrator',
      '/indexXphp',
      '/a',
      '/a/bc',
      '/ccd',
      '/c@d',
      '/x%2Fy',
      '/.well-known/caldav',
      '/x..y',
      '/...',
    ])('is not this: %s', (path) => {
      expect(path).not.toMatch(rest as RegExp);
      expect(`/admin/api${path}`).not.toMatch(except as RegExp);
    });
  });

  test('whatever passes Authelia by loses the identity headers it brought along', () => {
    for (const access of [everybody, { kind: 'portal' } as const, login()]) {
      expect(routes({ access })).toEqual([['Host(`shop.harbour.example`)', 10, free]]);
    }
    const { customRequestHeaders } = shown().one('Middleware', 'drop-identity').spec.headers;
    expect(customRequestHeaders).toEqual({
      'Remote-User': '',
      'Remote-Groups': '',
      'Remote-Email': '',
      'Remote-Name': '',
    });
  });

  test('an open host may serve some paths alone', () => {
    expect(routes({ access: open(reason, { paths: ['/feed'] }) })).toEqual([
      [`Host(\`shop.harbour.example\`) && (Path(\`/feed\`) || PathPrefix(\`/feed/\`)) && ${straight}`, 10, free],
    ]);
  });

  test('no route outranks that of an ACME challenge, whose priority is the length of its rule', () => {
    const challenge = 'Host(`a.fr`) && Path(`/.well-known/acme-challenge/`)'.length;
    const aliases = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}.a-long-name-of-a-host.harbour.example`);
    const priorities = routes({ aliases, access: forwardAuth({ groups: ['admins'], except: ['/api'], reason }) });
    expect(priorities).toHaveLength(3);
    for (const [, priority] of priorities as Fields) expect(priority).toBeLessThan(challenge);
  });
});

test.each([
  ['https://gestion.harbour.example', 'gestion.harbour.example'],
  ['Gestion.harbour.example', 'gestion.harbour.example'],
  ['ges tion.harbour.example', undefined],
  ['ges_tion.harbour.example', undefined],
])('a host that is none is refused with its place, and one cure: %s', (wrong, meant) => {
  for (const props of [{ host: wrong }, { alsoServes: [wrong] }, { aliases: [wrong] }] as Partial<BenchExposure>[]) {
    expect(() => shown(props)).toThrow(`plot/shop/exposure: host: '${wrong}' is no host name; `);
    if (meant) expect(() => shown(props)).toThrow(`did you mean '${meant}'?`);
  }
});

/** The paths that a route leaves out. */
function refused(match: string): RegExp {
  const found = /!PathRegexp\(`\(\?i\)([^`]+)`\)/.exec(match);
  return new RegExp(found?.[1] ?? '(?!)', 'i');
}

function login() {
  let found: ReturnType<typeof oidc> | undefined;
  bench((shop) => {
    const secret = shop.secret('oidc', { 'client-secret': random() })['client-secret'];
    found = oidc({ groups: ['users'], client: { id: 'shop', name: 'Shop', secret, redirectPath: '/back' }, reason });
  });
  return found as ReturnType<typeof oidc>;
}

describe('names', () => {
  test('an alias redirects for good and keeps its path', () => {
    const manifests = shown({ aliases: ['harbour.example', 'www.harbour.example'] });
    expect(manifests.one('IngressRoute').spec.routes[1]).toMatchObject({
      match: '(Host(`harbour.example`) || Host(`www.harbour.example`))',
      middlewares: [{ name: 'redirect-to-shop-harbour-example' }],
      services: [{ kind: 'TraefikService', name: 'noop@internal' }],
    });
    const { regex, replacement, permanent } = manifests.one('Middleware', 'redirect-to-shop-harbour-example').spec
      .redirectRegex;
    const sent = 'https://harbour.example/a/b?c=d'.replace(new RegExp(regex), replacement.replace(/\$\{1\}/, '$1'));
    expect([sent, permanent]).toEqual(['https://shop.harbour.example/a/b?c=d', true]);
  });

  test('a name that is also served goes where the host goes', () => {
    const [route] = shown({ alsoServes: ['shop.harbour.test'] }).one('IngressRoute').spec.routes;
    expect(route.match).toBe('(Host(`shop.harbour.example`) || Host(`shop.harbour.test`))');
    expect(route.services).toEqual([{ name: 'shop', port: 8080 }]);
  });

  test('one certificate covers them all, and keeps its key so that a TLSA record stays true', () => {
    const { spec } = shown({ aliases: ['harbour.example'], alsoServes: ['shop.harbour.test'] }).one(
      'Certificate',
      'shop',
    );
    expect(spec).toEqual({
      secretName: 'shop-tls',
      dnsNames: ['shop.harbour.example', 'shop.harbour.test', 'harbour.example'],
      issuerRef: { kind: 'ClusterIssuer', name: 'letsencrypt' },
      privateKey: { rotationPolicy: 'Never' },
    });
    expect(shown().one('IngressRoute').spec).toMatchObject({
      entryPoints: ['websecure'],
      tls: { secretName: 'shop-tls' },
    });
  });
});

describe('what an exposure brings along', () => {
  test('its middlewares stand in its own namespace, once, however many hosts use them', () => {
    const manifests = bench((shop) => {
      const web = shop.workload('web', plain);
      shop.expose(web, { host: 'shop.harbour.example', access: everybody });
      shop.expose(web, { host: 'till.harbour.example', access: everybody }, 'till');
    });
    expect(manifests.names('Middleware')).toEqual(['security-headers', 'drop-identity']);
    expect(manifests.of('Middleware').map(({ metadata }) => metadata.namespace)).toEqual(['plot', 'plot']);
    expect(manifests.names('IngressRoute')).toEqual(['shop', 'shop-till']);
  });

  test('its pages stand in frames of its own alone, unless hosts are named and a reason is written', () => {
    const header = (props: Partial<BenchExposure>) => {
      const manifests = shown(props);
      const [{ middlewares }] = manifests.one('IngressRoute').spec.routes;
      return manifests.one('Middleware', middlewares[0].name).spec.headers;
    };
    const frames = { by: [host('blog.harbour.example'), host('harbour.example')], reason: 'its forms stand there' };
    expect(header({})).toMatchObject({ customFrameOptionsValue: 'SAMEORIGIN' });
    expect(header({ frames })).toMatchObject({
      contentSecurityPolicy: "frame-ancestors 'self' https://blog.harbour.example https://harbour.example",
      customResponseHeaders: { 'X-Frame-Options': '' },
      stsSeconds: 31_536_000,
    });
    expect(header({ frames })).not.toHaveProperty('customFrameOptionsValue');
    expect(facts({ frames }).exceptions.map(({ what }) => what)).toContain(
      'shop.harbour.example: in frames of blog.harbour.example, harbour.example',
    );
  });

  test('what Authelia guards stands in no frame of another, whoever may show the rest', () => {
    const frames = { by: [host('blog.harbour.example')], reason: 'its forms stand in frames there' };
    const access = forwardAuth({ groups: ['admins'], paths: ['/s'], reason });
    expect(routes({ access, frames }).map(([, , middlewares]: Fields) => middlewares[0])).toEqual([
      'security-headers',
      'framed-shop-harbour-example',
    ]);
  });

  test.each([
    [[], "plot/shop/exposure: 'frames' names no host"],
    [['https://blog.harbour.example'], "plot/shop/exposure: frames: 'https://blog.harbour.example' is no host name"],
  ])('frames of %j are refused', (by, message) => {
    expect(() => shown({ frames: { by: by as never, reason: 'its forms stand there' } })).toThrow(message);
  });

  test('Traefik is let in to the one port, and to nothing else of the workload', () => {
    const manifests = bench((shop) => {
      const web = shop.workload('web', { ...plain, ports: { http: 8080, admin: 9000 } });
      shop.expose(web, { host: 'shop.harbour.example', access: everybody });
    });
    expect(manifests.one('NetworkPolicy', 'traefik-to-shop-ingress').spec.ingress[0]).toEqual({
      from: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
          podSelector: { matchLabels: { 'app.kubernetes.io/name': 'traefik' } },
        },
      ],
      ports: [{ port: 8080, protocol: 'TCP' }],
    });
  });

  test('Traefik is let in once a workload, whichever of its hosts comes first', () => {
    const manifests = bench((shop) => {
      const web = shop.workload('web', plain);
      shop.expose(web, { host: 'shop.uyoop.fr', access: everybody });
      shop.expose(web, { host: 'till.uyoop.fr', access: everybody }, 'till');
      shop.expose(shop.workload('stock', plain), { host: 'stock.uyoop.fr', access: everybody }, 'stock');
    });
    const admitted = manifests.names('NetworkPolicy').filter((name) => name.startsWith('traefik-to-shop'));
    expect(admitted).toEqual(['traefik-to-shop-ingress', 'traefik-to-shop-stock-ingress']);
  });

  test('each name gets a DNS record on the machine that takes 80 and 443', () => {
    const { dnsRecords } = facts({ aliases: ['harbour.example'], alsoServes: ['shop.harbour.test'] });
    expect(dnsRecords.map(({ host, machine }) => [host, machine.name])).toEqual([
      ['shop.harbour.example', 'quay'],
      ['shop.harbour.test', 'quay'],
      ['harbour.example', 'quay'],
    ]);
  });

  test('the reason for what stays open is an exception in the report; the portal needs none', () => {
    const access = forwardAuth({ groups: ['admins'], paths: ['/admin'], reason });
    expect(facts({ access }).exceptions.map(({ what, reason }) => [what, reason])).toEqual([
      ['shop.harbour.example: partly without Authelia', reason],
    ]);
    expect(facts({ access: { kind: 'portal' } }).exceptions).toEqual([]);
  });
});

const way = (props: Partial<BenchExposure>, path: string) => wayTo(path, shown(props).one('IngressRoute'));

describe('an application that nobody has claimed yet', () => {
  const half = forwardAuth({ groups: ['admins'], paths: ['/desk'], except: ['/desk/api'], reason });

  test.each([
    ['below what is excepted', half, '/desk/api/setup'],
    ['on the open rest of a host', half, '/install'],
    ['on a guarded host', forwardAuth({ groups: ['admins'] }), '/install'],
  ])('meets the portal at its first run, %s', (_, access, path) => {
    const props = { access, firstRun: [path] };
    expect(way(props, path)).toEqual(guarded);
    expect(way(props, `${path}/step/1`)).toEqual(guarded);
    for (const spelt of [path.toUpperCase(), path.replace('/', '//'), `${path};x`, `${path}%2F`])
      expect(way(props, spelt)).not.toEqual(free);
    expect(way({ access }, '/desk/api/posts')).toEqual(access === half ? free : guarded);
  });

  test.each([
    ['open', everybody],
    ['logged in by itself', login()],
  ])('is not served at all at its first run where its host is %s', (_, access) => {
    expect(way({ access, firstRun: ['/signup'] }, '/signup')).toBeUndefined();
    expect(way({ access, firstRun: ['/signup'] }, '/Signup/')).toBeUndefined();
    expect(way({ access, firstRun: ['/signup'] }, '/sign')).toEqual(free);
  });

  test('says who claims it, in words', () => {
    expect(() => shown({ claimedBy: 'somebody' })).toThrow('claimedBy');
    expect(() => shown({ firstRun: ['/setup/'] })).toThrow("did you mean '/setup'?");
  });
});

describe('what looks like a token', () => {
  const access = forwardAuth({
    groups: ['admins'],
    except: ['/api'],
    tokens: '^Bearer .+',
    closed: ['/api/session/login'],
    reason,
  });

  test.each([
    '/api/session/login',
    '/api/session/login/',
    '/api/session//login',
    '/api/session;a=b/login',
    '/api/session%2Flogin',
    '/api/session/LOGIN',
    '/api/session/login;x',
    '/api/x/../session/login',
  ])('opens no login that reads none: %s', (path) => expect(way({ access }, path)).toEqual(guarded));

  test('opens the rest, what is called alike too', () => {
    for (const path of ['/api/session', '/api/session/logins', '/api/issues'])
      expect(way({ access }, path)).toEqual(free);
  });
});

describe('a host that only redirects', () => {
  const alone = (access: BenchExposure['access']) => {
    const app = scratchApp();
    const chart = new NamespaceChart(app, 'plot', { tier: 'prod' });
    new Exposure(new Bench(chart, 'shop'), 'exposure', {
      chart,
      name: 'away',
      host: host('shop.harbour.example'),
      access,
    });
    return { manifests: new Manifests(documentsOf(app)), inventory: takeInventory(app) };
  };

  test('has a certificate and a DNS record, and neither a backend nor anything behind it', () => {
    const { manifests, inventory } = alone(redirect('https://gitlab.com/uyoop'));
    expect(manifests.one('Certificate').spec.dnsNames).toEqual(['shop.harbour.example']);
    expect(manifests.one('IngressRoute').spec.routes).toEqual([
      {
        kind: 'Rule',
        match: 'Host(`shop.harbour.example`)',
        priority: 10,
        middlewares: [{ name: 'redirect-from-shop-harbour-example' }],
        services: [{ kind: 'TraefikService', name: 'noop@internal' }],
      },
    ]);
    expect(inventory.dnsRecords.map(({ host }) => host)).toEqual(['shop.harbour.example']);
    expect(inventory.exceptions).toEqual([]);
  });

  test('does it for the time being: a browser would keep a permanent one after the forge has moved', () => {
    const { redirectRegex } = alone(redirect('https://gitlab.com/uyoop')).manifests.one('Middleware').spec;
    expect(redirectRegex.permanent).toBe(false);
    const to = 'https://shop.harbour.example/web/-/issues'.replace(
      new RegExp(redirectRegex.regex),
      redirectRegex.replacement.replace(/[{}]/g, ''),
    );
    expect(to).toBe('https://gitlab.com/uyoop/web/-/issues');
  });

  test('is the only one that may be without a backend', () => {
    expect(() => alone(everybody)).toThrow(
      "plot/shop/exposure: host 'shop.harbour.example' is served and has no backend",
    );
  });
});

function facts(props: Partial<BenchExposure>) {
  const app = scratchApp();
  const shop = new Bench(new NamespaceChart(app, 'plot', { tier: 'prod' }), 'shop');
  shop.expose(shop.workload('web', plain), { host: 'shop.harbour.example', access: everybody, ...props });
  return takeInventory(app);
}

test('every property of an exposure shows', () => {
  const app = scratchApp();
  const chart = new NamespaceChart(app, 'plot', { tier: 'prod' });
  const everything: Required<ConstructorParameters<typeof Exposure>[2]> = {
    chart,
    name: 'outside',
    host: host('shop.harbour.example'),
    access: everybody,
    aliases: [host('harbour.example')],
    alsoServes: [host('shop.harbour.test')],
    frames: { by: [host('blog.harbour.example')], reason: 'its forms stand in frames there' },
    claimedBy: 'its seed, before it serves',
    firstRun: ['/setup'],
    backend: { service: 'far', port: 443, scheme: 'https', serversTransport: 'checked' },
  };
  new Exposure(new Bench(chart, 'shop'), 'exposure', everything);
  const [route, alias] = new Manifests(documentsOf(app)).one('IngressRoute', 'outside').spec.routes;
  expect(route.services).toEqual([{ name: 'far', port: 443, scheme: 'https', serversTransport: 'checked' }]);
  expect(route.middlewares[0].name).toBe('framed-shop-harbour-example');
  expect(alias.match).toBe('Host(`harbour.example`)');
  expect(route.match).toContain('^(/|%2F)+(setup)');
  expect(takeInventory(app).exposures).toMatchObject([{ claimedBy: 'its seed, before it serves' }]);
});
