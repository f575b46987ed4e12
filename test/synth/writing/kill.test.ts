import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { write } from '../../../synth/writing/writer.ts';
import { temporary, tree } from '../command/command-line.ts';

const program = join(temporary(), 'child.cjs');

beforeAll(() => {
  const entryPoints = [join(import.meta.dirname, 'child.ts')];
  buildSync({ entryPoints, outfile: program, bundle: true, platform: 'node', target: 'node20', format: 'cjs' });
});

const before = { 'kubernetes/a.yaml': '1', 'kubernetes/gone/b.yaml': '1', 'report/c.md': '1' };
const after = {
  'kubernetes/a.yaml': '2',
  'kubernetes/new/d.yaml': '2',
  'kubernetes/new/e.yaml': '2',
  'report/f.md': '2',
};
const files = (entries: Readonly<Record<string, string>>) => new Map(Object.entries(entries));

/** A folder that holds `before`, and a file of somebody's own. */
function written(): string {
  const directory = temporary();
  mkdirSync(join(directory, 'report'));
  writeFileSync(join(directory, 'report/mine.md'), 'mine');
  write(directory, files(before));
  return directory;
}

/** Writes `entries` there and is killed before the nth change of the disk; says whether it was. */
function killed(directory: string, entries: Readonly<Record<string, string>>, killAt: number): boolean {
  const words = ['--require', join(import.meta.dirname, '../../support/kill-at.cjs'), program];
  const { signal, status, stderr } = spawnSync(process.execPath, [...words, directory, JSON.stringify(entries)], {
    env: { ...process.env, KILL_AT: String(killAt) },
    encoding: 'utf8',
  });
  if (signal === null && status !== 0) throw new Error(stderr);
  return signal === 'SIGKILL';
}

/** Every change of the disk that a run from `before` to `after` makes. */
function eachKill(see: (directory: string, killAt: number) => void): number {
  for (let killAt = 0; killAt < 100; killAt++) {
    const directory = written();
    if (!killed(directory, after, killAt)) return killAt;
    see(directory, killAt);
  }
  throw new Error('the run never ends');
}

/** What lies there, and nothing beside it but the index. */
const held = (directory: string) => {
  const { 'index.json': index, ...rest } = tree(directory);
  expect(Object.keys(JSON.parse(index as string).files)).toEqual(Object.keys(rest).filter((path) => path !== mine));
  return rest;
};
const mine = 'report/mine.md';

describe('a run that is killed, at whichever change of the disk', () => {
  it('leaves nothing behind that the next one, whose model is the old one again, does not take away', () => {
    const kills = eachKill((directory) => {
      write(directory, files(before));
      expect(held(directory)).toEqual({ ...before, [mine]: 'mine' });
    });
    expect(kills).toBeGreaterThan(15);
  });

  it('is finished by the next one of the same model', () => {
    eachKill((directory) => {
      write(directory, files(after));
      expect(held(directory)).toEqual({ ...after, [mine]: 'mine' });
    });
  });

  it('may be followed by another one that is killed: the third still knows what the first laid down', () => {
    eachKill((directory, killAt) => {
      killed(directory, { ...before, 'kubernetes/other.yaml': '3' }, Math.floor(killAt / 2));
      write(directory, files(before));
      expect(held(directory)).toEqual({ ...before, [mine]: 'mine' });
    });
  });
});

it.each(['not json', '{}', '["../x"]'])('a list of what was begun is refused where no run wrote it: %s', (text) => {
  const directory = written();
  writeFileSync(join(directory, '.begun.json'), text);
  expect(() => write(directory, files(before))).toThrow(/\.begun\.json: is not what a run|is no path below/);
});
