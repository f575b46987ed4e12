import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { inWords } from '../../../synth/writing/disk.ts';
import { takeLock } from '../../../synth/writing/lock.ts';
import { write } from '../../../synth/writing/writer.ts';
import { temporary, tree } from '../command/command-line.ts';

let directory: string;
beforeEach(() => {
  directory = temporary();
});

const files = (entries: Record<string, string>) => new Map(Object.entries(entries));

describe('the writer', () => {
  it('writes what is new and says so', () => {
    const written = write(directory, files({ 'a/one.yaml': '1', 'two.yaml': '2' }));
    expect(written).toMatchObject({ new: ['a/one.yaml', 'two.yaml'], changed: [], unchanged: [], removed: [] });
    expect(tree(directory)).toMatchObject({ 'a/one.yaml': '1', 'two.yaml': '2' });
  });

  it('leaves a file alone that already says the same', () => {
    write(directory, files({ 'one.yaml': '1' }));
    const before = statSync(join(directory, 'one.yaml')).mtimeMs;
    expect(write(directory, files({ 'one.yaml': '1' })).unchanged).toEqual(['one.yaml']);
    expect(statSync(join(directory, 'one.yaml')).mtimeMs).toBe(before);
  });

  it('writes again what somebody edited or deleted by hand', () => {
    write(directory, files({ 'one.yaml': '1', 'two.yaml': '2' }));
    writeFileSync(join(directory, 'one.yaml'), 'edited');
    rmSync(join(directory, 'two.yaml'));
    const written = write(directory, files({ 'one.yaml': '1', 'two.yaml': '2' }));
    expect(written).toMatchObject({ changed: ['one.yaml'], new: ['two.yaml'] });
    expect(tree(directory)).toMatchObject({ 'one.yaml': '1', 'two.yaml': '2' });
  });

  it('removes what it once wrote, with the folder that is empty then', () => {
    write(directory, files({ 'a/b/one.yaml': '1', 'two.yaml': '2' }));
    expect(write(directory, files({ 'two.yaml': '2' })).removed).toEqual(['a/b/one.yaml']);
    expect(existsSync(join(directory, 'a'))).toBe(false);
  });

  it('never touches a file that it did not write', () => {
    mkdirSync(join(directory, 'a'));
    writeFileSync(join(directory, 'a/mine.txt'), 'mine');
    write(directory, files({ 'a/one.yaml': '1' }));
    write(directory, files({}));
    expect(tree(directory)).toMatchObject({ 'a/mine.txt': 'mine' });
    expect(existsSync(join(directory, 'a/one.yaml'))).toBe(false);
  });

  it('refuses a path that leaves the directory and writes nothing at all', () => {
    const outside = files({ 'good.yaml': '1', '../evil.yaml': '2' });
    expect(() => write(directory, outside)).toThrow("'../evil.yaml' is no path below dist/");
    expect(tree(directory)).toEqual({});
  });

  it.each(['.lock', '.next/x', 'a/../b', 'a//b', '/a', 'a/', 'index.json', 'a b.yaml', 'a\n.yaml', 'a\\b', 'é', ''])(
    'takes %j for no path of ours',
    (path) => {
      expect(() => write(directory, files({ 'good.yaml': '1', [path]: '2' }))).toThrow('is no path below dist/');
      expect(tree(directory)).toEqual({});
    },
  );

  it.each([
    [['a/shop.yaml', 'a/Shop.yaml'], "'a/shop.yaml' and 'a/Shop.yaml' are one where case does not count"],
    [['a/b/one.yaml', 'A/two.yaml'], "'a' and 'A' are one where case does not count"],
    [['a', 'a/one.yaml'], "'a' would be a file and a folder"],
    [['a/one.yaml', 'a'], "'a' would be a file and a folder"],
  ])('refuses %j, which not every disk can tell apart', (paths, says) => {
    expect(() => write(directory, files(Object.fromEntries(paths.map((path) => [path, '1']))))).toThrow(says);
    expect(tree(directory)).toEqual({});
  });

  it('makes a folder of a file that it wrote, and a file of a folder, and one name of two cases', () => {
    write(directory, files({ a: '1', 'b/one.yaml': '1', 'b/two/three.yaml': '1', 'C.yaml': '1' }));
    const next = { 'a/one.yaml': '2', b: '2', 'c.yaml': '1' };
    expect(write(directory, files(next)).removed).toEqual(['C.yaml', 'a', 'b/one.yaml', 'b/two/three.yaml']);
    expect(tree(directory)).toMatchObject(next);
  });

  it('never opens what is no file: a pipe would not answer', () => {
    execFileSync('mkfifo', [join(directory, 'one.yaml')]);
    expect(() => write(directory, files({ 'one.yaml': '1' }))).toThrow('one.yaml: is no plain file, and synth writes');
  });

  it.each(['not json', '[]', '{"files":null}', '{"files":{"../../x":"0"}}'])('refuses a foreign index: %s', (index) => {
    writeFileSync(join(directory, 'index.json'), index);
    if (index === '[]') {
      expect(() => write(directory, files({ 'one.yaml': '1' }))).toThrow('is not the index that synth wrote');
    } else {
      expect(() => write(directory, files({ 'one.yaml': '1' }))).toThrow(/is not the index|is no path below/);
    }
    expect(readFileSync(join(directory, 'index.json'), 'utf8')).toBe(index);
    expect(existsSync(join(directory, 'one.yaml'))).toBe(false);
  });

  it('lists the sum of every file in the index', () => {
    write(directory, files({ 'one.yaml': '1' }));
    const { files: sums } = JSON.parse(readFileSync(join(directory, 'index.json'), 'utf8'));
    expect(sums).toEqual({
      'one.yaml': { sha256: '6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b' },
    });
  });

  it('keeps two branches apart that change two files: no line of the index holds both', () => {
    write(directory, files({ 'one.yaml': '1', 'two.yaml': '2' }));
    const lines = readFileSync(join(directory, 'index.json'), 'utf8').split('\n');
    const sums = lines.flatMap((line, index) => (line.includes('sha256') ? [index] : []));
    expect(sums).toHaveLength(2);
    // Git merges changes that have an untouched line between them.
    expect((sums[1] as number) - (sums[0] as number)).toBeGreaterThan(1);
  });

  it('never goes through a link: what lies outside is neither written nor deleted', () => {
    const outside = temporary();
    writeFileSync(join(outside, 'mine.yaml'), 'mine');
    write(directory, files({ 'kubernetes/mine.yaml': '1' }));
    rmSync(join(directory, 'kubernetes'), { recursive: true });
    symlinkSync(outside, join(directory, 'kubernetes'));
    expect(() => write(directory, files({}))).toThrow('is a link, and synth writes and deletes below it');
    expect(() => write(directory, files({ 'kubernetes/mine.yaml': '2' }))).toThrow('is a link');
    expect(tree(outside)).toEqual({ 'mine.yaml': 'mine' });
  });

  it.each(['bootstrap', 'kubernetes', 'flux', 'argocd', 'terraform'])(
    'names what was laid by hand into %s/, and writes nothing',
    (top) => {
      mkdirSync(join(directory, top, 'deep'), { recursive: true });
      writeFileSync(join(directory, top, 'deep/mine.yaml'), 'mine');
      expect(() => write(directory, files({ 'one.yaml': '1' }))).toThrow(`${top}/deep/mine.yaml; move it away`);
      expect(existsSync(join(directory, 'one.yaml'))).toBe(false);
    },
  );

  it('mixes with nobody: while another run writes, it says who', () => {
    const path = join(directory, '.lock');
    const other = takeLock({ path, called: path, guards: directory });
    expect(() => write(directory, files({ 'one.yaml': '1' }))).toThrow(
      `another run (process ${process.pid}) is changing`,
    );
    other.release();
    expect(write(directory, files({ 'one.yaml': '1' })).new).toEqual(['one.yaml']);
    expect(existsSync(path)).toBe(false);
  });

  it('takes over from a run that was killed', () => {
    const killed = { pid: 2 ** 22 + 1, started: null, host: hostname(), token: 'x' };
    writeFileSync(join(directory, '.lock'), JSON.stringify(killed));
    expect(write(directory, files({ 'one.yaml': '1' })).new).toEqual(['one.yaml']);
    expect(existsSync(join(directory, '.lock'))).toBe(false);
  });

  it('says in words what the disk refuses', () => {
    writeFileSync(join(directory, 'a'), 'a file');
    expect(() => write(directory, files({ 'a/one.yaml': '1' }))).toThrow('move it away');
    mkdirSync(join(directory, 'b/c'), { recursive: true });
    expect(() => write(directory, files({ b: '1' }))).toThrow('a folder stands where a file should be');
  });

  it.each(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EISDIR', 'ENOSPC'])('knows words for %s', (code) => {
    const raw = Object.assign(new Error(`${code}: raw`), { code, path: '/dist/a' });
    expect(String(inWords(raw, '/dist'))).toMatch(new RegExp(`^Error: /dist: /dist/a: .*\\(${code}\\): `));
  });
});
