import check from '../../../../synth/checks/mail/certificates.ts';
import { publish } from '../routes.ts';
import { object, rewritten, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);

/** The wiki's certificate, or its route, changed. */
const changed = (wanted: 'Certificate' | 'IngressRoute', change: (spec: never) => void) => () =>
  rewritten(scratch(), ({ kind, metadata, spec }) => {
    if (kind === wanted && metadata.name === 'wiki') change(spec as never);
  });
const nobody = 'prod-web/wiki/exposure/route: a certificate that nobody renews, for wiki.uyoop.fr, got';

refuses(
  'a Secret that no certificate keeps',
  changed('Certificate', (spec: { secretName: string }) => {
    spec.secretName += '-old';
  }),
  `${nobody} tls.secretName 'prod-web/wiki-tls'`,
);

refuses(
  'no Secret at all',
  changed('IngressRoute', (spec: { tls?: object }) => {
    delete spec.tls;
  }),
  `${nobody} no tls.secretName`,
);

refuses(
  'a host outside its certificate',
  changed('Certificate', (spec: { dnsNames: string[] }) => {
    spec.dnsNames = ['other.uyoop.fr'];
  }),
  "host 'wiki.uyoop.fr' is not in its certificate, got prod-web/wiki: other.uyoop.fr",
);

refuses(
  'a wildcard two labels deep',
  () =>
    rewritten(publish('a.b.uyoop.fr'), ({ kind, metadata, spec }) => {
      if (kind === 'Certificate' && metadata.name === 'second') spec.dnsNames = ['*.uyoop.fr'];
    }),
  "host 'a.b.uyoop.fr' is not in its certificate",
);

takes(
  'a wildcard one label deep',
  changed('Certificate', (spec: { dnsNames: string[] }) => {
    spec.dnsNames = ['*.uyoop.fr'];
  }),
);

takes('a plain redirect', () =>
  scratch({
    add: ({ prod }) =>
      object(prod, {
        apiVersion: 'traefik.io/v1alpha1',
        kind: 'IngressRoute',
        metadata: { name: 'plain', namespace: 'prod-web' },
        spec: {
          entryPoints: ['web'],
          routes: [
            {
              kind: 'Rule',
              match: 'Host(`old.uyoop.fr`)',
              services: [{ kind: 'TraefikService', name: 'noop@internal' }],
            },
          ],
        },
      }),
  }),
);
