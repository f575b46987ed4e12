import type { Dice } from '../dice.ts';
import { type Kind, open, right, wrong } from './kind.ts';

const edges = [
  0,
  -0,
  -1,
  1,
  2,
  0.5,
  1.5,
  65_535,
  65_536,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  -(2 ** 31),
  1e21,
  Number.NaN,
  Number.POSITIVE_INFINITY,
];
const number = (dice: Dice) => ({
  value: dice.roll(2) ? dice.pick(edges) : dice.roll(100_000) - 20_000,
  verdict: 'open' as const,
});

export const ports: Kind<number> = {
  name: 'port',
  cases: [
    ...right(1024, 8080, 65_535),
    ...wrong('no such port', 0, -1, 65_536, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1e9),
    ...open(1, 80, 443, 1023, 22),
  ],
  draw: number,
};

export const users: Kind<number> = {
  name: 'user',
  cases: [
    ...right(1, 1000, 65_534, 2 ** 31 - 1),
    ...wrong('root, without a written reason', 0, -0),
    ...wrong('no such user', -1, 1.5, 2 ** 31, Number.NaN, Number.POSITIVE_INFINITY),
  ],
  draw: number,
};

export const seconds: Kind<number> = {
  name: 'seconds',
  cases: [
    ...right(1, 30, 600),
    ...wrong('no span of time', -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 63),
    ...open(0, 86_400, 2 ** 31),
  ],
  draw: number,
};

export const positives: Kind<number> = {
  name: 'positive number',
  cases: [
    ...right(1, 2, 7),
    ...wrong('there is no such amount', -1, Number.NaN, Number.POSITIVE_INFINITY, 1.5),
    ...open(0, 1000, 2 ** 31),
  ],
  draw: number,
};

/** Megabits and bytes of a WireGuard link. */
export const mtus: Kind<number> = {
  name: 'MTU',
  cases: [
    ...right(1280, 1380, 1420),
    ...wrong('IPv6 wants 1280, a link of 1500 leaves 1440', 0, -1, 1, 576, 1501, 65_536, 1420.5, Number.NaN),
  ],
  draw: number,
};

export const keepalives: Kind<number> = {
  name: 'keepalive',
  cases: [...right(15, 25, 60), ...wrong('WireGuard takes 1 to 65535', -1, 65_536, 2.5, Number.NaN), ...open(0, 3600)],
  draw: number,
};
