import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { random } from '../../constructs/secret/secret.ts';
import { lockSealed } from '../../secrets/sealed/lock.ts';
import { readSealedStore } from '../../secrets/sealed/store.ts';
import { Bench, claimsOf, sealOnce } from './bench.ts';
import { fewAtOnce, spawned } from './process.ts';

const claims = claimsOf({ 'a/b': { x: random() }, 'c/d': { y: random() } });
const sealed = await sealOnce(claims);
const full = (): Bench => new Bench().putAll(sealed);

describe('two runs at once', () => {
  it('are refused while the first goes on, and lists still work', async () => {
    const bench = full();
    const lock = lockSealed(bench.root);
    expect(await bench.run(claims, ['rotate', 'a/b'])).toBe(1);
    expect(bench.errors).toContain(`another run (process ${process.pid}) is changing sealed/: wait until it is done`);
    expect(await bench.run(claims, [])).toBe(0);
    lock.release();
    expect(await bench.run(claims, ['rotate', 'a/b'])).toBe(0);
  });

  it('never mix: of eight at the same time each is done whole or refused', async () => {
    const bench = full();
    const args = ['rotate', 'a/b'];
    const runs = Array.from({ length: 8 }, () => () => spawned({ root: bench.root, claims, args }));
    const ended = await fewAtOnce(runs, 8);
    for (const { code, output } of ended) {
      if (code === 0) expect(output).toContain('1 values changed');
      else expect(output).toContain('sealed/.lock');
    }
    expect(ended.some(({ code }) => code === 0)).toBe(true);
    expect([...readSealedStore(bench.root).files.keys()]).toEqual(['a/b', 'c/d']);
    expect(Object.keys(bench.files())).toEqual(Object.keys(sealed));
  });

  it.each([
    ['was killed', { pid: 2 ** 22 + 1, started: null }],
    ['was killed, and whose number another process has now', { pid: process.pid, started: '1' }],
  ])('take over the lock of a run that %s', async (_, holder) => {
    const bench = full();
    bench.put('sealed/.lock', JSON.stringify({ ...holder, host: hostname(), token: 'x' }));
    expect(await bench.run(claims, ['rotate', 'a/b'])).toBe(0);
    expect(Object.keys(bench.files())).toEqual(Object.keys(sealed));
  });

  it('take over a lock that was cut off', async () => {
    const bench = full();
    bench.put('sealed/.lock', '{"pid":');
    expect(await bench.run(claims, ['rotate', 'a/b'])).toBe(0);
  });

  it('leave the lock of another machine alone, and say what to do', async () => {
    const bench = full();
    bench.put('sealed/.lock', JSON.stringify({ pid: 1, started: null, host: 'elsewhere', token: 'x' }));
    expect(await bench.run(claims, ['rotate', 'a/b'])).toBe(1);
    expect(bench.errors).toContain("a run on the machine 'elsewhere' holds it");
    expect(bench.errors).toContain('delete sealed/.lock');
  });
});

describe('the journal', () => {
  const other = async () => (await sealOnce(claims))['sealed/a/b.json'] as string;

  it('counts from the moment that it is there, whatever the files hold, and also when it was committed', async () => {
    const bench = full();
    const text = await other();
    bench.put(
      'sealed/.journal.json',
      JSON.stringify({ format: 1, files: { 'sealed/a/b.json': text, 'sealed/c/d.json': null } }),
    );
    const { files } = readSealedStore(bench.root);
    expect([...files.keys()]).toEqual(['a/b']);
    expect(files.get('a/b')?.keys.x?.version).toBe(JSON.parse(text).keys.x.version);
  });

  it('is finished by the next run that writes', async () => {
    const bench = full();
    bench.put('sealed/.journal.json', JSON.stringify({ format: 1, files: { 'sealed/c/d.json': null } }));
    expect(await bench.run(claims, ['rotate', 'a/b'])).toBe(0);
    expect(Object.keys(bench.files())).toEqual(['sealed/a/b.json', 'sealed/certificate.pem']);
  });

  it.each(['{"form', '{"format": 1, "files": {"../x": "y"}}', '{"format": 2, "files": {}}'])(
    'is refused when it is none: %s',
    (text) => {
      const bench = full();
      bench.put('sealed/.journal.json', text);
      expect(() => readSealedStore(bench.root)).toThrow('sealed/.journal.json: is no journal of a run; restore');
    },
  );
});
