import type { Dice } from '../dice.ts';
import { type Kind, open, right, wrong } from './kind.ts';

const octet = (dice: Dice) => dice.pick(['0', '1', '8', '10', '42', '172', '192', '255', '256', '-1', '01', '', 'x']);
const address = (dice: Dice) => Array.from({ length: 3 + dice.roll(3) }, () => octet(dice)).join('.');
const length = (dice: Dice) =>
  dice.pick(['/0', '/8', '/16', '/24', '/30', '/32', '/33', '/-1', '', '/x', '/08', '//24']);

/** Networks of ours; each scope says which of the right ones fits. */
const noNetwork = [
  '10.9.0.0/33',
  '10.9.0.0',
  '300.1.1.1/8',
  '10.9.0.0/-1',
  '',
  '10.9.0.0/',
  '10.9/16',
  '10.9.0.0/x',
  ' 10.9.0.0/24',
  '10.9.0.0/24 ',
  '10.9.0.0/24\n',
  '010.9.0.0/24',
  '10.9.0.0/08',
  '10.9.0.0/24/24',
  'undefined',
];
const hostBits = ['10.9.0.5/24', '10.9.1.0/16'];

export const freeNetworks: Kind<string> = {
  name: 'network',
  cases: [
    ...right('10.9.0.0/16', '172.20.0.0/16', '10.60.0.0/14', '192.168.128.0/17'),
    ...wrong('no network', ...noNetwork),
    ...wrong('the address of a host in it, not of the network', ...hostBits),
    ...wrong(
      'it overlaps another network of ours',
      '10.77.0.0/16',
      '10.0.0.0/8',
      '0.0.0.0/0',
      '10.77.0.0/24',
      '10.48.0.0/13',
    ),
    ...wrong('a public network', '8.8.0.0/16'),
    ...open('10.9.0.0/30', '10.9.0.0/32', 'fd00::/48', '169.254.0.0/16', '100.64.0.0/16'),
  ],
  draw: (dice) => ({ value: address(dice) + length(dice), verdict: 'open' }),
};

export const sources: Kind<string> = {
  name: 'source network',
  cases: [
    ...right('10.52.0.0/16', '10.77.0.1/32', '10.77.0.0/24'),
    ...wrong('no network', ...noNetwork),
    ...wrong('the address of a host in it, not of the network', ...hostBits),
    ...open('0.0.0.0/0', 'fd00::/48', '203.0.113.0/24'),
  ],
  draw: (dice) => ({ value: address(dice) + length(dice), verdict: 'open' }),
};

/** Addresses inside the mesh 10.77.0.0/24, where .1 and .2 are taken. */
export const meshAddresses: Kind<string> = {
  name: 'mesh address',
  cases: [
    ...right('10.77.0.3', '10.77.0.254'),
    ...wrong('not in the mesh', '10.9.0.3', '192.0.2.1', '10.77.1.3'),
    ...wrong(
      'no address of a machine',
      '10.77.0.0',
      '10.77.0.255',
      '10.77.0.256',
      '10.77.0',
      '',
      '10.77.0.3/24',
      '10.77.0.03',
      ' 10.77.0.3',
      '::1',
      '10.77.0.x',
      '10.77.0.3\n',
    ),
    ...wrong('another machine has it', '10.77.0.1'),
  ],
  draw: (dice) => ({ value: `10.77.0.${octet(dice)}`, verdict: 'open' }),
};

export const publicAddresses: Kind<string> = {
  name: 'IPv4 address',
  cases: [
    ...right('192.0.2.77', '51.68.10.20'),
    ...wrong(
      'no address',
      '192.0.2.310',
      '',
      '192.0.2',
      '192.0.2.1.1',
      '192.0.2.x',
      ' 192.0.2.1',
      '192.0.2.1\n',
      '192.0.2.01',
      '0x7f.0.0.1',
      '3221225985',
      '::1',
      'undefined',
      '192.0.2.1/32',
    ),
    ...wrong(
      'no public address',
      '10.0.0.1',
      '127.0.0.1',
      '0.0.0.0',
      '192.168.1.1',
      '172.16.0.1',
      '169.254.1.1',
      '224.0.0.1',
      '255.255.255.255',
      '100.64.0.1',
      '10.77.0.1',
    ),
  ],
  draw: (dice) => ({ value: address(dice), verdict: 'open' }),
};

export const publicAddresses6: Kind<string> = {
  name: 'IPv6 address',
  cases: [
    ...right('2001:db8::77', '2001:41d0:305:2100::1', '2001:DB8::1'),
    ...wrong(
      'no address',
      'not-an-address',
      '',
      ':',
      ':::',
      '2001:db8::1%eth0',
      '2001:db8::1/64',
      '2001:db8::12345',
      ' 2001:db8::1',
      '192.0.2.1',
      '[2001:db8::1]',
      '2001:db8::1\n',
      'undefined',
    ),
    ...wrong('no public address', '::1', '::', 'fe80::1', 'fd00::1', 'ff02::1', '::ffff:192.0.2.1'),
  ],
};
