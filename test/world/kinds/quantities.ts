import type { Dice } from '../dice.ts';
import { type Case, type Kind, open, right, wrong } from './kind.ts';

const suffixes = ['', 'm', 'k', 'M', 'G', 'Mi', 'Gi', 'Ki', 'Ti', 'mi', 'gb', 'MB', ' Mi', 'e3', 'E', 'n', 'u'];
const amounts = ['0', '1', '64', '1.5', '-1', '.5', '1.', '01', '1e3', '0x10', 'NaN', '', '+1', '1,5', '99999999999'];
const quantity = (dice: Dice): Case<string> => ({ value: dice.pick(amounts) + dice.pick(suffixes), verdict: 'open' });

export const cpus: Kind<string> = {
  name: 'cpu',
  cases: [
    ...right('10m', '100m', '1', '0.5', '1000m'),
    ...wrong(
      'no amount of CPU',
      '-50m',
      '-1',
      '2gb',
      'abc',
      '',
      '100 m',
      '1,5',
      'NaN',
      'NaNm',
      '0x10m',
      'Infinity',
      '1e',
      '100M',
    ),
    ...wrong('more than the machine has', '99999', '1e9'),
    ...open('0', '0m', '1.5m', '0.0001', '1e-3', '+1', '.5', '1.', '01', '1e0'),
  ],
  draw: quantity,
};

export const memories: Kind<string> = {
  name: 'memory',
  cases: [
    ...right('16Mi', '64Mi', '1Gi', '0.5Gi'),
    ...wrong(
      'no amount of memory',
      '-1Mi',
      '2gb',
      'abc',
      '',
      '64 Mi',
      '64mi',
      '64MB',
      'NaNMi',
      'InfinityGi',
      '1e3Mi',
      '0x10Mi',
      '1,5Gi',
      'Mi',
    ),
    ...wrong('nothing runs in no memory', '0Mi', '0Gi', '-0Mi', '0.0Gi'),
    ...wrong('more than the machine has', '99999Gi', '1e21Mi'),
    ...open('64', '64M', '64k', '1.5Mi', '0.0001Mi', '.5Gi', '01Mi', '+1Gi', '1Mi'),
  ],
  draw: quantity,
};

export const disks: Kind<string> = {
  name: 'size',
  cases: [
    ...right('1Gi', '100Mi', '1.5Gi'),
    ...wrong('no size', '-1Gi', '2gb', 'abc', '', '1 Gi', '1GB', 'NaNGi', '1e3Mi', '0x10Gi'),
    ...wrong('a volume of nothing', '0Gi', '0Mi', '-0Gi'),
    ...wrong('more than the disk holds', '99999Gi'),
    ...open('1G', '1000000', '0.0001Gi', '.5Gi', '1Ti'),
  ],
  draw: quantity,
};
