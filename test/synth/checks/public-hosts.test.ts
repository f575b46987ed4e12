import { describe, expect, it } from 'vitest';
import { forwardAuth, open, redirect } from '../../../constructs/web/access.ts';
import type { Manifest } from '../../../synth/model/documents.ts';
import type { Model } from '../../../synth/model/model.ts';
import { letters, object, rewritten, Scratch, type ScratchProps, scratch, tripped } from './scratch.ts';

const certificate = (name: string, host: string) => ({
  apiVersion: 'cert-manager.io/v1',
  kind: 'Certificate',
  metadata: { name, namespace: 'prod-web' },
  spec: { secretName: `${name}-tls`, dnsNames: [host], issuerRef: { kind: 'ClusterIssuer', name: 'letsencrypt' } },
});

const route = (name: string, match: string, middlewares: readonly string[]) => ({
  apiVersion: 'traefik.io/v1alpha1',
  kind: 'IngressRoute',
  metadata: { name, namespace: 'prod-web' },
  spec: {
    entryPoints: ['websecure'],
    routes: [
      {
        kind: 'Rule',
        match,
        middlewares: middlewares.map((name) => ({ name })),
        services: [{ name: 'wiki', port: 8080 }],
      },
    ],
    tls: { secretName: `${name}-tls` },
  },
});

const handmade = (name: string, host: string, match: string, middlewares: readonly string[]): ScratchProps => ({
  add: ({ prod, wiki }) => {
    object(prod, certificate(name, host));
    object(prod, route(name, match, middlewares));
    // The middleware drop-identity is there as soon as something of the namespace is open.
    new Scratch(prod, 'leaflet').publish('leaflet.uyoop.fr', open('a leaflet that anybody may read'));
    return wiki;
  },
});

function changedRoute(model: Model, name: string, change: (spec: Manifest[string]) => void): Model {
  return rewritten(model, (manifest) => {
    if (manifest.kind === 'IngressRoute' && manifest.metadata.name === name) change(manifest.spec);
  });
}

describe('check 2: public hosts', () => {
  it('takes a host that only redirects, without a reason', () => {
    const away = redirect('https://gitlab.com/uyoop');
    const model = scratch({ add: ({ prod }) => new Scratch(prod, 'away').publish('away.uyoop.fr', away) });
    expect(tripped(model)).toEqual([]);
  });

  it('refuses a host that says it redirects, and serves', () => {
    const away = redirect('https://gitlab.com/uyoop');
    const model = scratch({ add: ({ prod }) => new Scratch(prod, 'away').publish('away.uyoop.fr', away) });
    const serving = changedRoute(model, 'away', ({ routes }) => {
      routes[0].services = [{ name: 'away', port: 8080 }];
    });
    expect(tripped(serving)).toEqual([2]);
    expect(letters(serving).join()).toContain(
      "host 'away.uyoop.fr' is public without Authelia and without a written reason",
    );
  });

  it('refuses what is excepted for tokens alone once it answers at a path that is not', () => {
    const access = forwardAuth({
      groups: ['users'],
      except: ['/api'],
      tokens: '^Bearer .+',
      reason: 'robots bring tokens',
    });
    const model = scratch({ add: ({ prod }) => new Scratch(prod, 'shop').publish('shop.uyoop.fr', access) });
    expect(tripped(model)).toEqual([]);
    const wider = changedRoute(model, 'shop', ({ routes }) => {
      routes[0].match = 'Host(`shop.uyoop.fr`) && HeaderRegexp(`Authorization`, `^Bearer .+`)';
    });
    expect(tripped(wider)).toEqual([2]);
  });

  it('takes an open host with its reason', () => {
    const model = scratch(handmade('door', 'leaflet2.uyoop.fr', 'Host(`leaflet2.uyoop.fr`)', ['authelia']));
    expect(letters(model).filter((letter) => !letter.includes('no rule for'))).toEqual([]);
  });

  it('refuses a route that nobody guards and no exposure explains', () => {
    const model = scratch(handmade('door', 'bare.uyoop.fr', 'Host(`bare.uyoop.fr`)', ['drop-identity']));
    expect(tripped(model)).toEqual([2]);
    expect(letters(model)).toEqual([
      expect.stringContaining("host 'bare.uyoop.fr' is public without Authelia and without a written reason"),
    ]);
  });

  it('refuses an open host whose route keeps the identity headers of strangers', () => {
    const model = changedRoute(
      scratch(handmade('door', 'x.uyoop.fr', 'Host(`x.uyoop.fr`)', ['authelia'])),
      'leaflet',
      (spec) => {
        spec.routes[0].middlewares = [{ name: 'security-headers' }];
      },
    );
    expect(tripped(model)).toEqual([2]);
    expect(letters(model).join()).toContain('lets identity headers of strangers through');
  });

  it('refuses a guarded host whose middleware was lost on the way to paper', () => {
    const model = changedRoute(scratch(), 'wiki', (spec) => {
      spec.routes[0].middlewares = [{ name: 'security-headers' }];
    });
    expect(tripped(model)).toEqual([2]);
    expect(letters(model).join()).toContain("path '/' should be guarded and is not");
  });

  it('refuses a middleware that nobody writes in that namespace', () => {
    const model = changedRoute(scratch(), 'wiki', (spec) => {
      spec.routes[0].middlewares.push({ name: 'authelia', namespace: 'security' });
    });
    expect(tripped(model)).toEqual([2]);
    expect(letters(model)).toEqual([expect.stringContaining("got 'security/authelia'")]);
  });

  it('refuses an open path that is not among the exceptions', () => {
    const partly = scratch({
      add: ({ prod }) =>
        new Scratch(prod, 'shop').publish(
          'shop.uyoop.fr',
          forwardAuth({ groups: ['users'], except: ['/feed'], reason: 'feed readers cannot log in' }),
        ),
    });
    expect(letters(partly)).toEqual([]);
    const model = changedRoute(partly, 'shop', (spec) => {
      spec.routes[0].match = spec.routes[0].match.replaceAll('/feed', '/admin');
    });
    expect(tripped(model)).toEqual([2]);
    expect(letters(model).join()).toContain("a route without Authelia answers to '/'");
  });

  it('refuses an open route that wins over the guarded one', () => {
    const partly = scratch({
      add: ({ prod }) =>
        new Scratch(prod, 'shop').publish(
          'shop.uyoop.fr',
          forwardAuth({ groups: ['users'], paths: ['/admin'], reason: 'the shop is for everybody' }),
        ),
    });
    expect(letters(partly)).toEqual([]);
    const model = changedRoute(partly, 'shop', (spec) => {
      spec.routes.find(({ match }: Manifest[string]) => !match.includes('PathPrefix')).priority = 50;
    });
    expect(tripped(model)).toEqual([2]);
    expect(letters(model).join()).toContain("a route without Authelia answers to '/admin'");
  });

  it('refuses a route for any host', () => {
    const model = changedRoute(scratch(), 'auth-any', () => {});
    const any = scratch({
      add: ({ prod }) => {
        object(prod, certificate('any', 'wiki.uyoop.fr'));
        object(prod, { ...route('any', 'PathPrefix(`/x`)', ['drop']) });
        object(prod, {
          apiVersion: 'traefik.io/v1alpha1',
          kind: 'Middleware',
          metadata: { name: 'drop', namespace: 'prod-web' },
          spec: {
            headers: {
              customRequestHeaders: { 'Remote-User': '', 'Remote-Groups': '', 'Remote-Email': '', 'Remote-Name': '' },
            },
          },
        });
      },
    });
    expect(tripped(model)).toEqual([]);
    expect(tripped(any)).toEqual([2]);
    expect(letters(any).join()).toContain('answers to any host');
  });

  it('refuses doors of other kinds', () => {
    const model = scratch({
      add: ({ prod }) =>
        object(prod, {
          apiVersion: 'networking.k8s.io/v1',
          kind: 'Ingress',
          metadata: { name: 'door', namespace: 'prod-web' },
          spec: { defaultBackend: { service: { name: 'wiki', port: { number: 8080 } } } },
        }),
    });
    expect(tripped(model)).toEqual([2]);
  });
});
