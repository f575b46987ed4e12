import { describe, expect, it } from 'vitest';
import { differenceBetween } from '../../diff/diff.ts';
import { corpus } from './pairs/index.ts';
import { noChange } from './pairs/no-change.ts';
import { ground, tree } from './pieces.ts';

describe.each(Object.entries(corpus))('%s', (_, rows) => {
  it.each(rows.map((one) => [one.title, one] as const))('%s', (__, { before, after, says }) => {
    const { changes } = differenceBetween(tree(...before), tree(...after), ground);
    const told = changes
      .filter((one) => one.class !== 'routine')
      .map((one) => `${one.class} ${one.object}: ${one.says}`);
    expect(told).toEqual(says);
  });
});

describe('no change', () => {
  it.each(noChange)('%s', (_, before, after) => {
    expect(differenceBetween(tree(...before), tree(...after), ground)).toEqual({ changes: [], leftovers: [] });
  });
});

it('is large enough to hold what the classes promise', () => {
  expect(Object.values(corpus).flat().length).toBeGreaterThanOrEqual(80);
  expect(noChange.length).toBeGreaterThanOrEqual(25);
});
