import type { Dice } from '../dice.ts';
import { withPassword } from './forge.ts';
import { type Kind, open, right, wrong } from './kind.ts';
import { almostWord, word } from './names.ts';

const zones = [
  'harbour.example',
  'harbour.test',
  'lantern.example',
  'lantern.test',
  'harbour.net',
  'harbour.example.',
  'HARBOUR.EXAMPLE',
];

/** In a zone without a portal nobody could log in. */
const rightHost = (value: string) => ({ value, verdict: value.endsWith('.example') ? 'right' : 'open' }) as const;

/** Public names. Synth may normalise capitals or refuse them. */
export const hosts: Kind<string> = {
  name: 'host',
  cases: [
    ...right(
      'market.harbour.example',
      'a.b.harbour.example',
      'x1.lantern.example',
      `${'a'.repeat(63)}.harbour.example`,
      'xn--caf-dma.harbour.example',
      '1.harbour.example',
    ),
    ...wrong(
      'no host name',
      'https://shop.harbour.example',
      'http://shop.harbour.example',
      'shop.harbour.example/',
      'shop.harbour.example/path',
      'shop.harbour.example:8443',
      'sh op.harbour.example',
      'my_shop.harbour.example',
      ' shop.harbour.example',
      'shop.harbour.example ',
      'shop.harbour.example\n',
      '',
      'shop',
      '192.0.2.1',
      '::1',
    ),
    ...wrong(
      'no label of a host name',
      '-a.harbour.example',
      'a-.harbour.example',
      'a..harbour.example',
      '.harbour.example',
      `${'a'.repeat(64)}.harbour.example`,
      'café.harbour.example',
      `${'a.'.repeat(125)}harbour.example`,
    ),
    ...wrong('in no zone of ours', 'shop.harbour.net', 'evil-harbour.example', 'harbour.example.evil.com', 'localhost'),
    ...wrong(
      'a rule in a name',
      'shop`.harbour.example',
      'x.harbour.example`) || Host(`y.harbour.example',
      '*.harbour.example',
      'a,b.harbour.example',
      '$1.harbour.example',
      '{x}.harbour.example',
    ),
    ...open('Shop.harbour.example', 'shop.HARBOUR.example', 'shop.harbour.example.'),
  ],
  draw: (dice: Dice) =>
    dice.roll(2)
      ? rightHost(`${word(dice)}.${dice.pick(zones.slice(0, 4))}`)
      : { value: `${almostWord(dice)}.${dice.pick(zones)}`, verdict: 'open' },
};

/** Where a redirecting host leads. */
export const targets: Kind<string> = {
  name: 'address',
  cases: [
    ...right('https://example.org', 'https://gitlab.com/example', 'https://example.org:8443/a'),
    ...wrong(
      'no address',
      '',
      'https://',
      'example.org',
      'https:///x',
      'https://ex ample.org',
      'https://exa\nmple.org',
      'ftp://example.org',
      'javascript:alert(1)',
      'https://undefined',
    ),
    ...wrong(
      'the path of the request is written behind it',
      'https://example.org/',
      'https://example.org/?a=1',
      'https://example.org/#x',
    ),
    ...wrong('Go puts a group of the expression there', 'https://example.org/$1', 'https://example.org/$\u007b1}'),
    ...wrong('a password in Git', withPassword('example.org')),
    ...open('http://example.org', 'https://EXAMPLE.org', 'https://example.org/$', 'https://[::1]', 'https://é.org'),
  ],
};
