import { expect, it } from 'vitest';
import { amountOf, millicoresOf } from '../../../synth/reading/quantities.ts';

it.each([
  ['512Mi', 512 * 2 ** 20],
  ['1.5Gi', 1.5 * 2 ** 30],
  ['2G', 2e9],
  ['100m', 0.1],
  ['1e3', 1000],
  ['2E', 2e18],
  ['5u', 5e-6],
  [1024, 1024],
  ['.5k', 500],
])('%s is an amount', (text, amount) => expect(amountOf(text)).toBeCloseTo(amount, 9));

it('what is not written is no amount, and what nobody can read is none of anything', () => {
  expect([undefined, null].map(amountOf)).toEqual([undefined, undefined]);
  expect(['1GB', 'much', '', {}, '1 Gi'].map(amountOf)).toEqual([0, 0, 0, 0, 0]);
});

it('thousandths of a core are whole where they are written so', () => {
  expect(['100m', '0.1', '1e-1', '2'].map(millicoresOf)).toEqual([100, 100, 100, 2000]);
});
