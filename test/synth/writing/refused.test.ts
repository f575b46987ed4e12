import fs, { mkdirSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { settle, write } from '../../../synth/writing/writer.ts';
import { temporary, tree } from '../command/command-line.ts';
import { expectTrueIndex, files, held } from './killed.ts';

const changes = ['openSync', 'writeFileSync', 'fsyncSync', 'renameSync', 'rmSync', 'mkdirSync', 'rmdirSync'] as const;
const real = Object.fromEntries(changes.map((name) => [name, fs[name]]));

/** Lets every change of the disk pass by `judge`, which may throw, or act otherwise. */
function everyChange(judge: (at: number, name: string, args: readonly unknown[]) => void): void {
  let at = 0;
  for (const name of changes) {
    const act = real[name] as (...args: unknown[]) => unknown;
    Object.assign(fs, {
      [name]: (...args: unknown[]) => {
        judge(at++, name, args);
        return act(...args);
      },
    });
  }
  syncBuiltinESMExports();
}

function heal(): void {
  Object.assign(fs, real);
  syncBuiltinESMExports();
}
afterEach(heal);

const refuse = (): never => {
  throw Object.assign(new Error('EIO: i/o error'), { code: 'EIO' });
};

const own = { 'report/mine.md': 'mine' };
const before = { 'kubernetes/a.yaml': '1', 'kubernetes/gone/b.yaml': '1', 'report/c.md': '1' };
const after = { 'kubernetes/a.yaml': '2', 'kubernetes/new/d.yaml': '2', 'report/c.md': '1', 'report/f.md': '2' };

function written(): string {
  const directory = temporary();
  mkdirSync(join(directory, 'report'));
  writeFileSync(join(directory, 'report/mine.md'), 'mine');
  write(directory, files(before));
  return directory;
}

/** What a run says that meets refusals; undefined when it ended well. */
function refusalOf(directory: string, judge: Parameters<typeof everyChange>[0]): string | undefined {
  everyChange(judge);
  try {
    write(directory, files(after));
    return undefined;
  } catch (error) {
    return (error as Error).message;
  } finally {
    heal();
  }
}

describe('a disk that refuses', () => {
  it('once, at whichever change, leaves the folder as it was at once, and its index', () => {
    let refused = 0;
    for (let at = 0; ; at++) {
      const directory = written();
      const message = refusalOf(directory, (now) => now === at && refuse());
      if (message === undefined) break;
      refused++;
      expect(message).toContain('EIO');
      expectTrueIndex(directory, Object.keys(own));
      expect(Object.keys(tree(directory))).toContain('index.json');
      expect([at, held(directory)]).toEqual([at, { ...before, ...own }]);
      write(directory, files(after));
      expect(held(directory)).toEqual({ ...after, ...own });
    }
    expect(refused).toBeGreaterThan(25);
  });

  it('from some change on refuses everything: the run says whether it is half-way, and the next one finishes it', () => {
    const said = new Set<boolean>();
    for (let at = 0; ; at++) {
      const directory = written();
      const message = refusalOf(directory, (now) => now >= at && refuse());
      if (message === undefined) break;
      expectTrueIndex(directory, Object.keys(own));
      const half = message.includes('is half of what it was to become');
      said.add(half);
      if (!half) expect([at, held(directory)]).toEqual([at, { ...before, ...own }]);
      fs.rmSync(join(directory, '.lock'), { force: true });
      settle(directory);
      expect([
        { ...before, ...own },
        { ...after, ...own },
      ]).toContainEqual(held(directory));
      expectTrueIndex(directory, Object.keys(own));
      expect(Object.keys(tree(directory))).toContain('index.json');
    }
    expect([...said].sort()).toEqual([false, true]);
  });

  it('or keeps half of a text, and says nothing, is found before anything has its place', () => {
    const directory = written();
    const message = refusalOf(directory, (_, name, args) => {
      if (name === 'writeFileSync' && String(args[1]) === '2') Object.assign(args, { 1: '' });
    });
    expect(message).toMatch(/\.next\/kubernetes\/a\.yaml: the disk does not give back what was written$/);
    expect(tree(directory)).toEqual(tree(written()));
  });
});
