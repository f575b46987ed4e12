import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flaws } from './flaws.ts';
import { type Plan, plans } from './plan.ts';
import { holds, isRefused, run } from './properties.ts';

// `npm run fuzz` makes ten thousand cases of another seed; FUZZ_SEED and FUZZ_CASES say otherwise.
const cases = Number(process.env.FUZZ_CASES ?? 200);
const seed = Number(process.env.FUZZ_SEED ?? (process.env.FUZZ_CASES ? Date.now() % 2 ** 31 : 14));

const bare: Plan = { phase: 2, gitops: 'flux', whole: false, agents: [], zones: [], namespaces: [] };

it('a platform of everything at once is as it should be', () => {
  holds({ ...(fc.sample(plans, { seed, numRuns: 1 })[0] as Plan), whole: true, phase: 3 });
});

it(`${cases} platforms (seed ${seed}) are synthesized where nothing is wrong with them, and refused by the check that their flaw breaks`, () => {
  console.info(`fuzz: ${cases} cases, seed ${seed}`);
  run(seed, cases, (done) => process.stderr.write(`fuzz: ${done} cases hold, seed ${seed}\n`));
}, 36_000_000);

describe('a flaw', () => {
  it('is there for each of the eleven checks', () => {
    const checks = new Set(Object.values(flaws).map(({ check }) => check));
    expect([...checks].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it.each(Object.keys(flaws))('is refused on the smallest platform that can have it: %s', (name) => {
    const fits = flaws[name]?.fits ?? (() => true);
    const plan = [bare, { ...bare, whole: true }].find(fits) as Plan;
    isRefused(plan, name);
  });
});

describe('the judge', () => {
  it('tells a platform that is refused', () => {
    const service = { workloads: [], aliases: 0, cron: true, agent: false, mailbox: false };
    const plan: Plan = { ...bare, namespaces: [{ tier: 'prod', services: [service] }] };
    expect(() => holds({ ...plan, phase: 9 as never })).toThrow('it is refused');
    expect(() => holds(plan)).not.toThrow();
  });

  it('tells a flaw that no check sees, and one that another check tells', () => {
    flaws['none'] = { check: 4 };
    flaws['another'] = { check: 1, facts: (draft) => void Object.assign(draft.buckets.backup, { lockDays: 1 }) };
    expect(() => isRefused(bare, 'none')).toThrow('none passes check 4');
    expect(() => isRefused(bare, 'another')).toThrow('another passes check 1\n5 ');
    flaws['slip'] = { check: 10, add: () => void (undefined as never as { x: { y: 1 } }).x.y };
    expect(() => isRefused(bare, 'slip')).toThrow('slip is a stack trace');
    for (const name of ['none', 'another', 'slip']) delete flaws[name];
  });
});
