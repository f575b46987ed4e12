import { stringify } from 'yaml';
import check from '../../../../synth/checks/mail/challenge-routes.ts';
import { object, Scratch, scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);

const traefik = (values: object) => () =>
  scratch({
    add: ({ operators }) =>
      object(operators, {
        apiVersion: 'helm.cattle.io/v1',
        kind: 'HelmChartConfig',
        metadata: { name: 'traefik', namespace: 'kube-system' },
        spec: { failurePolicy: 'retry', valuesContent: stringify(values) },
      }),
  });
const toHttps = (priority?: number) =>
  traefik({
    ports: { web: { http: { redirections: { entryPoint: { to: 'websecure', scheme: 'https', priority } } } } },
  });
const byArgument = (...more: readonly string[]) =>
  traefik({ additionalArguments: ['--entryPoints.web.http.redirections.entryPoint.to=websecure', ...more] });
const plain = (priority: number) => () =>
  scratch({
    add: ({ prod }) => {
      new Scratch(prod, 'second');
      object(prod, {
        apiVersion: 'traefik.io/v1alpha1',
        kind: 'IngressRoute',
        metadata: { name: 'plain', namespace: 'prod-web' },
        spec: {
          entryPoints: ['web'],
          routes: [
            {
              kind: 'Rule',
              match: 'Host(`wiki.uyoop.fr`)',
              priority,
              services: [{ name: 'noop@internal', kind: 'TraefikService' }],
            },
          ],
        },
      });
    },
  });

const lost = "the redirect of entry point 'web' takes Let's Encrypt's challenge: no certificate is issued";
refuses('a redirect that nobody told its priority', toHttps(), `${lost}, got no priority, which is the highest`);
refuses('one that is told the default in another word', toHttps(0), `${lost}, got priority 0`);
refuses('one above the route of the pod that answers', toHttps(1000), `${lost}, got priority 1000`);
refuses('one that is made by arguments', byArgument(), `${lost}, got no priority, which is the highest`);
refuses(
  'a route that takes every path of a host',
  plain(2000),
  "a route of the plain entry point takes Let's Encrypt's challenge: no certificate is issued, got priority 2000",
);

takes('a redirect that gives way', toHttps(1));
takes('one by arguments that gives way', byArgument('--entryPoints.web.http.redirections.entryPoint.priority=1'));
takes('a route that gives way', plain(10));
