import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { repository, run, temporary, tree } from './command-line.ts';

const git = (root: string, ...words: string[]) => execFileSync('git', ['-C', root, ...words], { encoding: 'utf8' });

/** What was committed, as Git lays it down for who lets it turn every line's end. */
it('a clone by a Git that likes other ends of lines holds the same bytes, and synth leaves it as it is', () => {
  const clone = join(temporary(), 'clone');
  git(repository, 'clone', '-q', '-c', 'core.autocrlf=true', '-c', 'core.eol=crlf', repository, clone);
  expect(
    git(clone, 'ls-files', '--eol')
      .split('\n')
      .filter((line) => line.includes('w/crlf')),
  ).toEqual([]);
  symlinkSync(join(repository, 'node_modules'), join(clone, 'node_modules'));
  const before = tree(join(clone, 'dist'));
  expect(run(['synth', '--no-types'], { root: clone })).toMatchObject({ status: 0, stderr: '' });
  expect(tree(join(clone, 'dist'))).toEqual(before);
  expect(git(clone, 'status', '--porcelain', '--', 'dist')).toBe('');
});
