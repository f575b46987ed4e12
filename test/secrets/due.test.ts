import { describe, expect, it } from 'vitest';
import { intervalOf, rotationDays } from '../../constructs/secret/rotation.ts';
import { digest, given, type Recipe, random, rsaKey, terraformOutput } from '../../constructs/secret/secret.ts';
import { ageOf } from '../../secrets/sealed/due.ts';
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

describe('a pipeline that asks', () => {
  const claims = claimsOf({
    'a/b': { x: random(), y: random(40, { rotate: 390 }) },
    'c/d': { z: given('z'), never: random(40, { rotate: { never: 'why' } }) },
  });
  const sealed = async (): Promise<Bench> => {
    const bench = new Bench();
    expect(await bench.run(claims, ['seal', '--from-env'], { UYOOP_C_D_Z: 'z' })).toBe(0);
    return bench;
  };
  const on = (bench: Bench, day: string, when = 'due') => {
    bench.now = at(day);
    return bench.run(claims, ['list', '--fail-on', when]);
  };

  it('is told that nothing is due, and fails by nothing', async () => {
    const bench = await sealed();
    expect(await on(bench, '2026-11-24')).toBe(0);
    expect(bench.output).toBe('nothing is due on 2026-11-24\n');
  });

  it('fails with the clock 400 days on, and is told what to say', async () => {
    const bench = await sealed();
    expect(await on(bench, '2027-12-28')).toBe(1);
    expect(bench.errors).toContain('3 are due');
    expect(bench.errors).toContain('a/b x: due 2027-05-22; npm run secrets -- rotate a/b x');
    expect(bench.errors).toContain('c/d z: due 2027-11-23; npm run secrets -- set c/d z');
    expect(bench.errors).not.toContain('never');
  });

  it('fails a month earlier where it asks for what is due soon', async () => {
    const bench = await sealed();
    expect(await on(bench, '2027-04-25')).toBe(0);
    expect(await on(bench, '2027-04-21', 'soon')).toBe(0);
    expect(await on(bench, '2027-04-25', 'soon')).toBe(1);
    expect(bench.errors).toContain('1 are due soon');
  });

  it('fails two months before the sealing certificate ends, and after', async () => {
    const bench = await sealed();
    const later = claimsOf({ 'a/e': { x: random(40, { rotate: { never: 'why' } }) } });
    const asked = (day: string) => {
      bench.now = at(day);
      return bench.run(later, ['list', '--fail-on', 'due']);
    };
    expect(await asked('2036-09-20')).toBe(0);
    expect(await asked('2036-09-30')).toBe(1);
    expect(bench.errors).toContain('sealed/certificate.pem ends on 2036-11-23: npm run secrets -- reseal');
    expect(await asked('2036-12-01')).toBe(1);
    expect(bench.errors).toContain('sealed/certificate.pem ended on 2036-11-23');
  });

  it('is refused a word that means nothing', async () => {
    const bench = await sealed();
    expect(await on(bench, '2026-11-24', 'never')).toBe(1);
    expect(bench.errors).toContain("--fail-on takes 'due' or 'soon'");
  });
});
