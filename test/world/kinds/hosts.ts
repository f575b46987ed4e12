import type { Dice } from '../dice.ts';
import { type Kind, open, right, wrong } from './kind.ts';
import { almostWord, word } from './names.ts';

const zones = ['uyoop.fr', 'uyoop.com', 'cjenti.com', 'cjenti.fr', 'uyoop.net', 'uyoop.fr.', 'UYOOP.FR'];

/** Public names. Synth may normalise capitals or refuse them. */
export const hosts: Kind<string> = {
  name: 'host',
  cases: [
    ...right(
      'shop.uyoop.fr',
      'a.b.uyoop.fr',
      'x1.cjenti.com',
      `${'a'.repeat(63)}.uyoop.fr`,
      'xn--caf-dma.uyoop.fr',
      '1.uyoop.fr',
    ),
    ...wrong(
      'no host name',
      'https://shop.uyoop.fr',
      'http://shop.uyoop.fr',
      'shop.uyoop.fr/',
      'shop.uyoop.fr/path',
      'shop.uyoop.fr:8443',
      'sh op.uyoop.fr',
      'my_shop.uyoop.fr',
      ' shop.uyoop.fr',
      'shop.uyoop.fr ',
      'shop.uyoop.fr\n',
      '',
      'shop',
      '192.0.2.1',
      '::1',
    ),
    ...wrong(
      'no label of a host name',
      '-a.uyoop.fr',
      'a-.uyoop.fr',
      'a..uyoop.fr',
      '.uyoop.fr',
      `${'a'.repeat(64)}.uyoop.fr`,
      'café.uyoop.fr',
      `${'a.'.repeat(125)}uyoop.fr`,
    ),
    ...wrong('in no zone of ours', 'shop.uyoop.net', 'evil-uyoop.fr', 'uyoop.fr.evil.com', 'localhost'),
    ...wrong(
      'a rule in a name',
      'shop`.uyoop.fr',
      'x.uyoop.fr`) || Host(`y.uyoop.fr',
      '*.uyoop.fr',
      'a,b.uyoop.fr',
      '$1.uyoop.fr',
      '{x}.uyoop.fr',
    ),
    ...open('Shop.uyoop.fr', 'shop.UYOOP.fr', 'shop.uyoop.fr.'),
  ],
  draw: (dice: Dice) =>
    dice.roll(2)
      ? { value: `${word(dice)}.${dice.pick(zones.slice(0, 4))}`, verdict: 'right' }
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
    ...wrong('a password in Git', 'https://user:secret@example.org'),
    ...open('http://example.org', 'https://EXAMPLE.org', 'https://example.org/$', 'https://[::1]', 'https://é.org'),
  ],
};
