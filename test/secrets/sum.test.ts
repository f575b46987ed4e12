import { beforeAll, describe, expect, it } from 'vitest';
import { seal } from '../../secrets/crypto/seal.ts';
import { Bench, clusterCertificate, everyRecipe, sealOnce } from './bench.ts';

const { ghostMail, ...others } = everyRecipe();
const claims = [ghostMail, ...Object.values(others)];
const ghost = 'sealed/prod-web/ghost-mail.json';
const sumLine = / +"sum": "[0-9a-f]{64}",\n/g;

let sealed: Record<string, string>;
const sealedBench = (): Bench => new Bench().putAll(sealed);
/** As it was written before there were sums. */
const older = (bench: Bench): Bench => bench.putAll(without(bench.files()));
const without = (files: Record<string, string>) =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.replace(sumLine, '')]));

beforeAll(async () => {
  sealed = await sealOnce(claims);
});

describe('secrets sum', () => {
  it('is named by whatever reads a file of before, and brings all of them up to date', async () => {
    const bench = older(sealedBench());
    expect(await bench.run(claims, ['list'])).toBe(1);
    expect(bench.errors).toMatch(/^secrets: sealed\/.*\.json: key '.*': "sum" is missing: .*npm run secrets -- sum\n$/);
    expect(await bench.run(claims, ['sum'])).toBe(0);
    expect(bench.output).toContain(`taken  ${ghost}`);
    expect(bench.files()).toEqual(sealed);
  });

  it('takes what kubeseal sealed by hand, whose sum line was deleted', async () => {
    const bench = sealedBench();
    const file = JSON.parse(bench.read(ghost));
    for (const home of Object.keys(file.keys.password.sealed)) {
      file.keys.password.sealed[home] = seal(clusterCertificate, home, 'by hand');
    }
    delete file.keys.password.sum;
    bench.put(ghost, JSON.stringify(file));
    expect(await bench.run(claims, ['sum'])).toBe(0);
    expect(bench.output).toContain('1 files written');
    expect(await bench.run(claims, ['list'])).toBe(0);
    expect(bench.value(ghostMail, 'password')).toBe('by hand');
  });

  it('takes nothing whose sum is there and differs', async () => {
    const bench = sealedBench();
    bench.put(ghost, bench.read(ghost).replace(/(?<="certificate": ")[0-9a-f]{64}/, '0'.repeat(64)));
    const before = bench.files();
    expect(await bench.run(claims, ['sum'])).toBe(1);
    expect(bench.errors).toContain('is not what its sum was made of');
    expect(bench.errors).toContain(`git checkout -- ${ghost}`);
    expect(bench.files()).toEqual(before);
  });

  it('changes no byte where every sum is there', async () => {
    const bench = sealedBench();
    expect(await bench.run(claims, ['sum'])).toBe(0);
    expect(bench.output).toBe('0 files written\n');
    expect(bench.files()).toEqual(sealed);
  });
});
