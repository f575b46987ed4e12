import type { Dice } from '../dice.ts';
import { type Kind, open, right, wrong } from './kind.ts';

const letters = [...'abcxyz0189'];
const strange = [...'-._/:;@ ABZ~é`\'"$&|\\%*+()[]{}#?!<>\n', ''];

export function word(dice: Dice, longest = 8): string {
  return Array.from({ length: 1 + dice.roll(longest) }, () => dice.pick(letters)).join('');
}

/** A plain word with one strange character somewhere in it. */
export function almostWord(dice: Dice): string {
  const text = word(dice);
  const at = dice.roll(text.length + 1);
  return text.slice(0, at) + dice.pick(strange) + text.slice(at);
}

/** Ids of services, workloads, volumes and secrets: they become names of objects. */
export const ids: Kind<string> = {
  name: 'id',
  cases: [
    ...right('data', 'a1', 'two-words', 'x'),
    ...wrong(
      'no API server takes such a name',
      'Data',
      'a b',
      'a_b',
      '-a',
      'a-',
      'é',
      'a/b',
      'a\nb',
      'x;y',
      'a'.repeat(64),
    ),
    ...wrong('an empty name', ''),
    ...wrong('a name that ends in a dot', 'a.'),
    ...open(
      '1a',
      'a.b',
      'a..b',
      'web',
      'a'.repeat(40),
      'a'.repeat(50),
      'config',
      'constructor',
      '__proto__',
      'tostring',
    ),
  ],
  draw: (dice) => ({ value: almostWord(dice), verdict: 'open' }),
};

/** Keys of a secret: they become file names, template text and annotations. */
export const secretKeys: Kind<string> = {
  name: 'secret key',
  cases: [
    ...right('password', 'a.b', 'a-b', '0'),
    ...wrong(
      'no Secret, shell or file name takes it',
      'A',
      'a_b',
      '',
      '.hidden',
      '..',
      'a/b',
      "x'y",
      'a b',
      'é',
      '"',
      '{{',
      'a"}}',
    ),
    ...open('a'.repeat(30), 'a'.repeat(37), 'a'.repeat(254), 'env', 'a-', 'a.', 'a..b', 'constructor'),
  ],
  draw: (dice) => ({ value: almostWord(dice), verdict: 'open' }),
};

/** Names of environment variables with a plain value: the API server takes nearly all. */
export const variables: Kind<string> = {
  name: 'variable',
  cases: [
    ...right('A', 'A_B1', '_x', 'lower', 'database__connection__host'),
    ...wrong('the API server refuses it', '', 'A=B', 'é', 'A\nB'),
    ...open(
      '1A',
      'a.b',
      'a-b',
      'A B',
      'x; rm -rf /',
      '$(id)',
      'A`B',
      'A"B',
      "A'B",
      'PATH',
      'A'.repeat(300),
      '__proto__',
    ),
  ],
  draw: (dice) => ({ value: almostWord(dice), verdict: 'open' }),
};

/** The same with a secret value: in Vault's phase the name stands in a shell's `export`. */
export const secretVariables: Kind<string> = {
  name: 'variable with a secret',
  cases: [
    ...right('A', 'A_B1', '_x', 'lower', 'mail__options__auth__pass'),
    ...wrong('the API server refuses it', '', 'A=B', 'é', 'A\nB'),
    ...wrong(
      'it becomes code of a shell in phase 3',
      'x; rm -rf /',
      '$(id)',
      'A`id`',
      "A'B",
      'A B',
      'A&B',
      'A|B',
      'A>B',
    ),
    ...wrong('a shell exports no such name', 'mail-options-pass', 'a.b', '1A', 'A-'),
    ...open('PATH', 'A'.repeat(300), 'IFS'),
  ],
  draw: (dice) => ({ value: almostWord(dice), verdict: 'open' }),
};

export const portNames: Kind<string> = {
  name: 'port name',
  cases: [
    ...right('http', 'metrics', 'a1', 'x'.repeat(15)),
    ...wrong(
      'the API server refuses it',
      'HTTP',
      'a_b',
      'x'.repeat(16),
      '1',
      '',
      'a--b',
      '-a',
      'a-',
      'http port',
      'é',
      'a.b',
    ),
  ],
  draw: (dice) => ({ value: almostWord(dice), verdict: 'open' }),
};

/** Names of a database and of its user: they stand in SQL, in a URL and in the shell line of a dump. */
export const databaseNames: Kind<string> = {
  name: 'database name',
  cases: [
    ...right('shop', 'shop_1', 'a'),
    ...wrong(
      'it becomes code of the shell that makes the dump',
      'x; rm -rf /',
      '$(id)',
      '`id`',
      'a b',
      "a'b",
      'a"b',
      'a|b',
      'a&b',
    ),
    ...wrong('a server takes no such name', '', 'a'.repeat(65), 'a/b', 'a\nb', '-a', '--all-databases'),
    ...open('a-b', 'é', 'A', '1', 'mysql', 'root', 'postgres', 'a.b', 'a$b'),
  ],
  draw: (dice) => ({ value: almostWord(dice), verdict: 'open' }),
};

export const oidcClients: Kind<string> = {
  name: 'client id',
  cases: [
    ...right('shop', 'open-webui'),
    ...wrong('Authelia or a Secret refuses it', '', 'a b', 'é', 'A', 'a:b', 'a/b', 'a"b', 'x'.repeat(101)),
    ...open('a.b', '0', '-a'),
  ],
  draw: (dice) => ({ value: almostWord(dice), verdict: 'open' }),
};
