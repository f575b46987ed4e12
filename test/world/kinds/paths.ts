import type { Dice } from '../dice.ts';
import { type Kind, open, right, wrong } from './kind.ts';

const steps = [
  'admin',
  'Admin',
  'a.b',
  'a b',
  '..',
  '.',
  '',
  '*',
  '**',
  '%2F',
  '%61',
  'é',
  'a+b',
  '(',
  ')',
  '[',
  '|',
  '$',
  '^',
  '`',
  '"',
  '\\',
  ';x',
  '?x',
  '#x',
  '{a}',
  'a~b',
  '@',
];
const path = (dice: Dice): string => Array.from({ length: 1 + dice.roll(3) }, () => `/${dice.pick(steps)}`).join('');
const drawn = (dice: Dice) => ({ value: path(dice), verdict: 'open' as const });

/** Folders that a container mounts. */
export const mountPaths: Kind<string> = {
  name: 'mount path',
  cases: [
    ...right('/data', '/var/lib/x.y-z', '/srv/A', '/data/_x'),
    ...wrong('no absolute path', 'data', '', './data', '~/data', '../x'),
    ...wrong('the API server refuses it', '/data:ro', '/a:b'),
    ...wrong('it hides the whole image', '/'),
    ...wrong('two spellings of one path', '/data/../etc', '/data//x', '/data/./x'),
    ...open('/data/', '/a b', '/é', '/proc', '/etc', '/secrets', '/tmp', '/dev/shm', '/data\n', '/\u0000'),
  ],
  draw: drawn,
};

/** Files that a container mounts one by one. */
export const filePaths: Kind<string> = {
  name: 'file path',
  cases: [
    ...right('/etc/app/app.conf', '/app.yml', '/etc/.hidden', '/etc/a_b', '/etc/a-b.txt'),
    ...wrong('no absolute path of a file', 'etc/app', '', '/etc/app/', '/', './x'),
    ...wrong('two spellings of one path', '/etc/../x', '/etc//x', '/etc/./x', '/..'),
    ...open(
      '/etc/a b',
      '/etc/é',
      `/${'a'.repeat(252)}`,
      `/${'a'.repeat(260)}`,
      '/tmp/x',
      '/secrets/x',
      '/etc/x:y',
      '/a\nb',
      '/__proto__',
    ),
  ],
  draw: drawn,
};

export const subPaths: Kind<string> = {
  name: 'sub path',
  cases: [
    ...right('a', 'a/b', 'a.b', '.a'),
    ...wrong('the API server refuses it', '../x', '/abs', 'a/../b', '..'),
    ...open('', '.', 'a/', 'a b', 'a//b', '$(A)', 'é'),
  ],
  draw: (dice) => ({ value: path(dice).slice(1), verdict: 'open' }),
};

export const probePaths: Kind<string> = {
  name: 'probe path',
  cases: [
    ...right('/', '/health', '/api/v1/ready?full=1', '/a%20b'),
    ...wrong('no path', '', 'http://127.0.0.1/health', 'undefined'),
    ...open('health', '//', '/a b', '/é', '/\n', '?x', '/#x', '/%zz'),
  ],
  draw: drawn,
};

/** Parts of a public host, as an access rule names them. */
export const accessPaths: Kind<string> = {
  name: 'access path',
  cases: [
    ...right('/admin', '/a/b', '/a.b', '/ghost', '/a-b_c~d', '/s'),
    ...wrong('no path', '', 'admin', 'https://x/admin', ' /admin'),
    ...wrong('a rule is no place for a query or a fragment', '/admin?x=1', '/admin#x'),
    ...wrong(
      'no browser asks for it by this spelling',
      '/a/../b',
      '/a/./b',
      '//admin',
      '/a//b',
      '/admin%2Fusers',
      '/%61dmin',
    ),
    ...wrong('it ends the string of a rule', '/ad`min', '/`) || PathPrefix(`/'),
    ...open(
      '/ghost/',
      '/admin/',
      '/admin/*',
      '/*',
      '/admin*',
      '/admin/**',
      '/ad min',
      '/Admin',
      '/adm(in',
      '/a+b',
      '/a|b',
      '/[a]',
      '/$',
      '/^a',
      '/é',
      '/a\\b',
      '/admin;x',
      '/{a}',
      '/{id:[0-9]+}',
      '/a"b',
      "/a'b",
      '/@a',
      '/a:b',
      '/a,b',
      '/.',
      '/..',
      '/a\nb',
      '/.well-known',
      '/(?i)admin',
      '/a=b&c',
    ),
  ],
  draw: drawn,
};

/** Folders of a machine. */
export const hostPaths: Kind<string> = {
  name: 'host path',
  cases: [
    ...right('/var/log', '/proc', '/run/udev'),
    ...wrong('no absolute path', 'var/log', '', './x'),
    ...wrong('the API server refuses it', '/var/../etc', '/..'),
    ...open('/', '/var/log/', '/var//log', '/a b', '/A', '/é', '/var:log'),
  ],
  draw: drawn,
};
