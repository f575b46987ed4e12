import check from '../../../../synth/checks/doors/contested-hosts.ts';
import { changedRoute, publish } from '../routes.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);
const split = (name: string, path: string, model = publish('wiki.uyoop.fr')) =>
  changedRoute(model, name, ([rule]) => {
    rule.match += ` && PathPrefix(\`${path}\`)`;
  });

refuses(
  'one host of both',
  () => publish('wiki.uyoop.fr'),
  "two services claim the host 'wiki.uyoop.fr', got prod-web/wiki and prod-web/second",
);

takes('a host of their own each', () => publish('second.uyoop.fr'));

takes('entry points that differ', () =>
  changedRoute(publish('wiki.uyoop.fr'), 'second', (_, spec) => {
    spec.entryPoints = ['other'];
  }),
);

refuses(
  'paths that meet',
  () => split('wiki', '/', split('second', '/a')),
  "two services claim the host 'wiki.uyoop.fr'",
);
