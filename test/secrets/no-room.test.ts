import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { random } from '../../constructs/secret/secret.ts';
import { Bench, claimsOf } from './bench.ts';
import { fewAtOnce, spawned } from './process.ts';

const claims = claimsOf({ 'a/large': { one: random(), two: random(), three: random() }, 'c/small': { one: random() } });
let sealed: Record<string, string>;

beforeAll(async () => {
  const bench = new Bench();
  await bench.run(claims, ['seal']);
  sealed = bench.files();
});

/** The kernel itself refuses each write beyond the limit; the journal, which holds every text, is the largest file. */
describe('a disk with no room left', () => {
  it('stops rotate before anything has changed, and says what to do', async () => {
    const ended = await fewAtOnce(
      [0, 1, 4, 8, 12, 16, 64].map((blocks) => async () => {
        const bench = new Bench().putAll(sealed);
        const { code, output } = await spawned({ root: bench.root, claims, args: ['rotate', 'a/large'], blocks });
        if (code !== 0) {
          expect(bench.files()).toEqual(sealed);
          expect(output).toMatch(/no room left to write \(EFBIG\): free some and run it again$/m);
        } else {
          expect(Object.keys(bench.files())).toEqual(Object.keys(sealed));
          expect(bench.files()).not.toEqual(sealed);
        }
        return code;
      }),
    );
    expect(ended.join(' ')).toMatch(/^(1 )+(0 ?)+$/);
  });

  it('stops init, which leaves no key behind that opens nothing', async () => {
    const bench = Bench.empty();
    const key = join(bench.outside, 'key.yaml');
    const run = { root: bench.root, claims, args: ['init', '--key', key] };
    for (const blocks of [0, 8]) {
      expect((await spawned({ ...run, blocks })).code).toBe(1);
      expect([bench.files(), existsSync(key)]).toEqual([{}, false]);
    }
    expect((await spawned(run)).code).toBe(0);
  });
});
