import { type Access, forwardAuth, open } from '../../../constructs/web/access.ts';
import type { Model } from '../../../synth/model/model.ts';
import type { Fields } from '../../support/manifests.ts';
import { object, rewritten, Scratch, type ScratchProps, scratch } from './scratch.ts';

/** One more service of `prod-web`, at a host. */
export const publish = (
  host: string,
  access: Access = forwardAuth({ groups: ['users'] }),
  more?: Parameters<Scratch['publish']>[2],
): Model => scratch({ add: ({ prod }) => new Scratch(prod, 'second').publish(host, access, more) });

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

/** A door that nobody's expose() made, with its certificate. Its namespace has every middleware that there is. */
export const handmade = (host: string, match: string, middlewares: readonly string[]): ScratchProps => ({
  add: ({ prod }) => {
    object(prod, certificate('door', host));
    object(prod, route('door', match, middlewares));
    // The middleware drop-identity is there as soon as something of the namespace is open.
    new Scratch(prod, 'leaflet').publish('leaflet.uyoop.fr', open('a leaflet that anybody may read'));
  },
});

/** A model with the routes of one IngressRoute changed. */
export function changedRoute(model: Model, name: string, change: (rules: Fields[], spec: Fields) => void): Model {
  return rewritten(model, ({ kind, metadata, spec }) => {
    if (kind === 'IngressRoute' && metadata.name === name) change(spec.routes, spec);
  });
}
