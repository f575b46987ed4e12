import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { grouped } from '../../../constructs/facts/grouped.ts';
import { workTree } from '../../../diff/tree/work-tree.ts';
import { settle, write } from '../../../synth/writing/writer.ts';
import { repository, temporary, tree } from '../command/command-line.ts';
import { expectTrueIndex, files, held, killedAfter, killedAt, type Texts } from './killed.ts';

// `KILLS=500 npx vitest run --project unit test/synth/writing/kill.test.ts` is the long run.
const kills = Number(process.env.KILLS ?? 40);

const mine = 'report/mine.md';
const own = { [mine]: 'mine' };
const before = { 'kubernetes/a.yaml': '1', 'kubernetes/gone/b.yaml': '1', 'report/c.md': '1' };
const after = { 'kubernetes/a.yaml': '2', 'kubernetes/new/d.yaml': '2', 'report/c.md': '1', 'report/f.md': '2' };
const third = { 'kubernetes/a.yaml': '3', 'kubernetes/gone/b.yaml': '3' };

/** A folder that holds `before`, and a file of somebody's own. */
function written(): string {
  const directory = temporary();
  mkdirSync(join(directory, 'report'));
  writeFileSync(join(directory, mine), 'mine');
  write(directory, files(before));
  return directory;
}

/** The same folder once more, as the kill left it. */
function copyOf(directory: string): string {
  const copy = temporary();
  cpSync(directory, copy, { recursive: true });
  return copy;
}

/** What a next run that writes nothing leaves: a model that is refused. */
function settled(directory: string): Texts {
  settle(directory);
  expectTrueIndex(directory, [mine]);
  expect(Object.keys(tree(directory))).toContain('index.json');
  return held(directory);
}

/** What a next run that writes leaves: all of its own, and nothing beside it. */
function expectWrites(directory: string, wanted: Texts): void {
  write(directory, files(wanted));
  expect(held(directory)).toEqual({ ...wanted, ...own });
  expectTrueIndex(directory, [mine]);
  expect(Object.keys(tree(directory)).sort()).toEqual([...Object.keys(wanted), mine, 'index.json'].sort());
}

describe('a run that is killed, at whichever change of the disk', () => {
  it('leaves the old tree or the new one after the next run, also where that one is killed, and no index that lies', () => {
    const states: string[] = [];
    for (let killAt = 0; ; killAt++) {
      const directory = written();
      if (!killedAt(killAt, directory, after)) break;
      expectTrueIndex(directory, [mine]);
      for (const wanted of [before, after, third]) expectWrites(copyOf(directory), wanted);
      const again = copyOf(directory);
      killedAt(killAt % 11, again);
      expectTrueIndex(again, [mine]);
      const state = settled(directory);
      expect([
        { ...before, ...own },
        { ...after, ...own },
      ]).toContainEqual(state);
      expect(settled(again)).toEqual(state);
      states.push(state['report/f.md'] ? 'new' : 'old');
    }
    // There is one moment at which it turns, and a run that began after it is not lost.
    expect(states.join(' ')).toMatch(/^(old ?){10,}(new ?){10,}$/);
  }, 120_000);

  it('may be followed by another one that is killed: the third still knows what the first laid down', () => {
    for (let killAt = 2; ; killAt += 6) {
      const directory = written();
      if (!killedAt(killAt, directory, after)) break;
      killedAt(Math.floor(killAt / 2), directory, third);
      expectWrites(directory, before);
    }
  });

  it('loses nothing of its first tree either', () => {
    for (let killAt = 4; ; killAt += 8) {
      const directory = temporary();
      if (!killedAt(killAt, directory, after)) break;
      settle(directory);
      expect([{}, after]).toContainEqual(held(directory));
      expectTrueIndex(directory, []);
    }
  });
});

/** The owner's own tree, and the one of another day. */
function ownTrees(): readonly [Texts, Texts] {
  const { 'index.json': _, ...now } = tree(join(repository, 'dist'));
  const paths = Object.keys(now);
  const kept = Object.entries(now).filter((_, index) => index % 7 !== 0);
  const next = kept.map(([path, text], index) => [path, index % 3 === 0 ? text : `${text}# changed\n`]);
  const added = paths.filter((_, index) => index % 9 === 0).map((path) => [`report/new/${path}`, 'new\n']);
  return [now, Object.fromEntries([...next, ...added])];
}

it(`does so at ${kills} random instants too, with as many files as the owner has`, async () => {
  const [now, next] = ownTrees();
  const directory = temporary();
  write(directory, files(now));
  let { milliseconds: longest } = await killedAfter(600_000, copyOf(directory), next);
  const states: string[] = [];
  // One that was done before it could be killed tells how short a run is here and now, and does not count.
  for (let tries = 0; states.length < kills && tries < 9 * kills; tries++) {
    const copy = copyOf(directory);
    const { killed, milliseconds } = await killedAfter(Math.random() * longest, copy, next);
    if (!killed) longest = Math.min(longest, milliseconds);
    expectTrueIndex(copy, []);
    settle(copy);
    expectTrueIndex(copy, []);
    const state = isDeepStrictEqual(held(copy), now) ? 'old' : 'new';
    if (state === 'new') expect(held(copy)).toEqual(next);
    if (killed) states.push(state);
    rmSync(copy, { recursive: true });
  }
  expect(states).toHaveLength(kills);
  const counts = [...grouped(states, (state) => state)].map(([state, all]) => `${all.length} ${state}`);
  console.info(`${kills} kills at random instants: ${counts.join(', ')}`);
}, 3_600_000);

describe('what a killed run left', () => {
  /** Killed in the middle of the swap. */
  function halfWay(): string {
    for (let killAt = 0; ; killAt++) {
      const directory = written();
      if (!killedAt(killAt, directory, after)) throw new Error('the run never was half-way');
      const paths = Object.keys(held(directory));
      if (!paths.includes('kubernetes/gone/b.yaml') && !paths.includes('report/f.md')) return directory;
    }
  }
  const half = halfWay();

  it('is seen by Git, and refused by the commands where somebody committed it all the same', () => {
    const [root, clone] = [temporary(), temporary()];
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', root, '-c', 'user.name=x', '-c', 'user.email=x@example.org', ...args], {
        encoding: 'utf8',
      });
    cpSync(join(repository, '.gitignore'), join(root, '.gitignore'));
    cpSync(written(), join(root, 'dist'), { recursive: true });
    git('init', '-q');
    git('add', '--all');
    git('commit', '-qm', 'whole');
    cpSync(half, join(root, 'dist'), { recursive: true });
    for (const gone of ['index.json', 'kubernetes/gone']) rmSync(join(root, 'dist', gone), { recursive: true });
    expect(git('status', '--porcelain')).toBe(' D dist/index.json\n D dist/kubernetes/gone/b.yaml\n');
    git('commit', '-qam', 'half');
    git('clone', '-q', root, clone);
    expect(() => workTree(join(clone, 'dist'))).toThrow('dist/index.json: is not there');
    expect(() => write(join(clone, 'dist'), files(after))).toThrow('restore index.json from Git if it was lost');
    // Where it happened the next run knows better.
    expectWrites(join(root, 'dist'), after);
  });

  it('is left to the next run that writes, where somebody has changed it since and neither tree can be had', () => {
    const directory = copyOf(half);
    const journal = JSON.parse(readFileSync(join(directory, '.journal.json'), 'utf8'));
    writeFileSync(join(directory, journal.from, 'report/f.md'), 'cut off');
    settle(directory);
    expect(Object.keys(tree(directory))).toContain('.journal.json');
    expectWrites(directory, third);
  });

  it('is taken away also by a run that has nothing to write', () => {
    const directory = copyOf(half);
    writeFileSync(join(directory, '.next/report/f.md'), 'cut off');
    cpSync(written(), directory, { recursive: true });
    expectWrites(directory, before);
  });

  it.each([
    'not json',
    'null',
    '{"from":"../away","place":{},"remove":[],"index":null}',
    '{"from":".next","place":{"../x":"0"},"remove":[],"index":null}',
    '{"from":".next","place":{},"remove":["../x"],"index":null}',
  ])('is refused where no run wrote it: %s', (text) => {
    const directory = written();
    writeFileSync(join(directory, '.journal.json'), text);
    expect(() => settle(directory)).toThrow(/\.journal\.json: is not what a run|is no path below/);
    expect(() => write(directory, files(after))).toThrow(/\.journal\.json: is not what a run|is no path below/);
    expect(held(directory)).toEqual({ ...before, ...own });
  });
});
