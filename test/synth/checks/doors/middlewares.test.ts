import check from '../../../../synth/checks/doors/middlewares.ts';
import { changedRoute } from '../routes.ts';
import { scratch } from '../scratch.ts';
import { twin } from '../twin.ts';

const { refuses, takes } = twin(check);

refuses(
  'one of another namespace, which Traefik does not follow',
  () =>
    changedRoute(scratch(), 'wiki', ([rule]) => {
      rule.middlewares.push({ name: 'authelia', namespace: 'security' });
    }),
  "got 'security/authelia'",
);

refuses(
  'the only one that guards a host, told once',
  () =>
    changedRoute(scratch(), 'wiki', ([rule]) => {
      rule.middlewares = [{ name: 'authelya' }];
    }),
  "prod-web/wiki/exposure/route: a route names a middleware that nobody writes in its namespace, got 'prod-web/authelya'",
);

takes('one of another provider', () =>
  changedRoute(scratch(), 'wiki', ([rule]) => {
    rule.middlewares.push({ name: 'compress@file' });
  }),
);
