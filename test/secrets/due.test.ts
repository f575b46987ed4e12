import { describe, expect, it } from 'vitest';
import { digest, given, type Recipe, random, rsaKey, terraformOutput } from '../../constructs/secret/secret.ts';
import { ageOf, intervalOf, rotationDays } from '../../secrets/sealed/due.ts';
import { Bench, claimsOf } from './bench.ts';

const at = (date: string): Date => new Date(`${date}T12:00:00Z`);
const value = { made: '2026-01-01', version: '0'.repeat(16), certificate: '0'.repeat(64), sealed: {} };
const [source] = claimsOf({ 'a/b': { x: random() } });

describe('when a value is due', () => {
  it.each<[string, Recipe, number | undefined]>([
    ['a random one', random(), 180],
    ['a given one', given('x'), 365],
    ["one of Terraform's", terraformOutput('s', 'o'), 365],
    ['an RSA key', rsaKey(), 730],
    ['a digest, which follows its source', digest((source as never as { key(k: string): never }).key('x')), undefined],
    ['one with an interval of its own', random(40, { rotate: 30 }), 30],
    ['one that must never change', random(40, { rotate: { never: 'why' } }), undefined],
  ])('is said by its recipe: %s', (_, recipe, days) => {
    expect(intervalOf(recipe)).toBe(days);
  });

  it('is the day that its interval ends', () => {
    expect(ageOf(random(), value, at('2026-06-29'))).toEqual({ days: 179, due: '2026-06-30', overdue: false });
    expect(ageOf(random(), value, at('2026-06-30'))).toEqual({ days: 180, due: '2026-06-30', overdue: true });
    expect(rotationDays.random).toBe(180);
  });

  it('is never told of a placeholder, nor of what is missing', () => {
    expect(ageOf(random(), { ...value, placeholder: true }, at('2027-01-01'))).toBeUndefined();
    expect(ageOf(random(), undefined, at('2027-01-01'))).toBeUndefined();
  });

  it('stands in the list, in both forms', async () => {
    const bench = new Bench();
    const claims = claimsOf({ 'a/b': { x: random(40, { rotate: 0 }) }, 'a/c': { y: random() } });
    await bench.run(claims, ['seal']);
    await bench.run(claims, []);
    expect(bench.output).toMatch(/a\/b +x +sealed +0 +2026-11-23 ! /);
    expect(bench.output).toMatch(/a\/c +y +sealed +0 +2027-05-22 /);
    expect(bench.output).toContain('1 overdue');
    await bench.run(claims, ['--json']);
    expect(JSON.parse(bench.output).values[1]).toMatchObject({
      ageDays: 0,
      rotateDays: 180,
      due: '2027-05-22',
      overdue: false,
    });
  });
});
