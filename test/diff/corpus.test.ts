import { describe, expect, it } from 'vitest';
import { differenceBetween } from '../../diff/diff.ts';
import { dataLoss } from './pairs/data-loss.ts';
import { exposure } from './pairs/exposure.ts';
import { hands } from './pairs/hands.ts';
import { milder } from './pairs/milder.ts';
import { noChange } from './pairs/no-change.ts';
import { privilege } from './pairs/privilege.ts';
import { replace } from './pairs/replace.ts';
import { restart } from './pairs/restart.ts';
import { capacity, version } from './pairs/version.ts';
import { ground, tree } from './pieces.ts';

const corpus = { 'data-loss': dataLoss, replace, exposure, privilege, hands, restart, version, capacity, milder };

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
