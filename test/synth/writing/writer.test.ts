import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
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
    expect(written).toEqual({ new: ['a/one.yaml', 'two.yaml'], changed: [], unchanged: [], removed: [] });
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
    expect(sums).toEqual({ 'one.yaml': '6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b' });
  });
});
