import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { foundOn, lineOf, pinsIn, refreshed, type Table } from '../../.ci/ends.mjs';
import * as versions from '../../platform/versions.ts';
import { repository } from '../synth/command/command-line.ts';

const table: Table = JSON.parse(readFileSync(join(repository, 'platform/ends.json'), 'utf8'));
const pins = pinsIn(repository, table);

describe('the table of ends', () => {
  it('has every pin of the platform, with its product or the reason for which there is none', () => {
    const images = Object.values(versions.images).map((image) => image.split(':')[0] as string);
    for (const name of [...images, 'k3s-io/k3s', 'debian']) {
      expect(pins.map(({ depName }) => depName)).toContain(name);
      expect(Object.keys(table.pins)).toContain(name);
    }
    for (const entry of Object.values(table.pins)) if ('none' in entry) expect(entry.none.length).toBeGreaterThan(20);
  });

  it('finds the line of a version whatever stands around its numbers', () => {
    expect(lineOf('34.0.3-apache', 1)).toBe('34');
    expect(lineOf('v1.36.4+k3s1', 2)).toBe('1.36');
    expect(lineOf('alpine-v19.3.0', 2)).toBe('19.3');
  });
});

describe('a day', () => {
  const product = { product: 'shopware', parts: 1, ends: { 3: '2027-06-30', 4: null } };
  const small: Table = { checked: '2027-01-01', pins: { shop: product, tool: { none: 'no dates' } }, days: [] };
  const on = (day: string, currentValue = '3.1', more: Partial<Table> = {}) =>
    foundOn(
      day,
      [
        { depName: 'shop', currentValue },
        { depName: 'tool', currentValue: '1' },
      ],
      { ...small, ...more },
    );

  it('finds nothing while everything is looked after', () => {
    expect(on('2027-02-01')).toEqual([]);
    expect(on('2027-04-01', '4.0')).toEqual([]);
  });

  it('finds what ends within two months, and what has ended', () => {
    expect(on('2027-04-30')).toEqual([]);
    expect(on('2027-05-01')).toEqual([
      { state: 'soon', text: expect.stringContaining('shop 3.1: ends on 2027-06-30') },
    ]);
    expect(on('2027-07-01', '3.1', { checked: '2027-06-01' })).toEqual([
      { state: 'ended', text: expect.stringContaining('shop 3.1: ended on 2027-06-30') },
    ]);
  });

  it('finds a line of which nothing is known, and dates that are old themselves', () => {
    expect(on('2027-02-01', '5.0')[0]).toMatchObject({
      state: 'unknown',
      text: expect.stringContaining('line 5 was not'),
    });
    expect(on('2027-05-02', '4.0')[0]).toMatchObject({ state: 'unknown', text: expect.stringContaining('are old') });
    expect(foundOn('2027-02-01', [{ depName: 'new', currentValue: '1' }], small)[0]?.text).toContain('no entry');
  });

  it('finds what a person wrote down, and what nobody did', () => {
    const days = (day: string | null) => ({ days: [{ what: 'the drill', day, cure: 'restore' }] });
    expect(on('2027-02-01', '3.1', days('2027-12-01'))).toEqual([]);
    expect(on('2027-02-01', '3.1', days('2027-01-31'))).toEqual([
      { state: 'ended', text: 'the drill: ended on 2027-01-31; restore' },
    ]);
    expect(on('2027-02-01', '3.1', days(null))[0]?.state).toBe('unknown');
  });

  it('finds that every version of ours has ended, once its day is over: synth would find nothing', () => {
    const dated = pins.filter(({ depName, currentValue }) => {
      const entry = table.pins[depName];
      return entry && 'ends' in entry && entry.ends[lineOf(currentValue, entry.parts)];
    });
    const ended = foundOn('2099-01-01', pins, { ...table, days: [] }).filter(({ state }) => state === 'ended');
    expect(dated.length).toBeGreaterThan(5);
    expect(ended).toHaveLength(dated.length);
  });

  it('fetches the dates anew: of the line in use, and of what is newer and not over', async () => {
    const releases = [
      { name: '6', eolFrom: null, isEol: false },
      { name: '5', eolFrom: '2027-03-01' },
      { name: '4', eolFrom: '2028-01-01' },
      { name: '3', eolFrom: '2027-07-31' },
      { name: '2', eolFrom: '2026-01-01' },
    ];
    const pins = [
      { depName: 'shop', currentValue: '3.1' },
      { depName: 'tool', currentValue: '1' },
    ];
    const now = '2027-04-01';
    const fresh = await refreshed(small, pins, now, async () => releases);
    expect(fresh).toMatchObject({ checked: now, pins: { tool: { none: 'no dates' } } });
    expect(fresh.pins['shop']).toEqual({ ...product, ends: { 3: '2027-07-31', 4: '2028-01-01', 6: null } });
    expect(Object.keys((await refreshed(small, pins.slice(1), now, async () => releases)).pins)).toEqual(['tool']);
    const dated = releases.map((one) => ({ ...one, latest: { name: `${one.name}.1`, date: '2026-12-01' } }));
    const shopOf = async (currentValue: string, released?: Readonly<Record<string, string>>) => {
      const table = { ...small, pins: { shop: { ...product, ...(released && { released }) } } };
      const known = await refreshed(table, [{ depName: 'shop', currentValue }], now, async () => dated);
      return (known.pins['shop'] as { released?: object }).released;
    };
    expect(await shopOf('v3.1-alpine')).toEqual({ 'v3.1-alpine': '2026-12-01' });
    expect(await shopOf('3.0', { '3.0': '2026-10-01', '2.9': '2026-01-01' })).toEqual({ '3.0': '2026-10-01' });
    expect(await shopOf('3.1+k3s1')).toBeUndefined();
    const extended = { ...small, pins: { shop: { ...product, until: 'eoesFrom' } } };
    const { pins: later } = await refreshed(extended, pins, now, async () => [{ name: '3', eoesFrom: '2030-01-01' }]);
    expect(later['shop']).toMatchObject({ ends: { 3: '2030-01-01' } });
  });
});
