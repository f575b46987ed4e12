import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { standing } from '../../../synth/writing/standing.ts';
import { temporary } from '../command/command-line.ts';

const text = (name: string, size: string) => `kind: Claim\nmetadata:\n  name: ${name}\nspec:\n  size: ${size}\n`;

/** A repository whose `dist/` holds two files of objects. */
function committed(): string {
  const root = temporary();
  const git = (...args: string[]) => execFileSync('git', ['-C', root, ...args], { stdio: 'pipe' });
  mkdirSync(join(root, 'dist/kubernetes'), { recursive: true });
  writeFileSync(join(root, 'dist/kubernetes/one.yaml'), `${text('a', '1Gi')}---\n${text('b', '1Gi')}`);
  writeFileSync(join(root, 'dist/kubernetes/two.yaml'), text('c', '1Gi'));
  git('init', '-q');
  git('add', '.');
  git('-c', 'user.name=x', '-c', 'user.email=x@example.org', 'commit', '-qm', 'first');
  return join(root, 'dist');
}

it('reads what Git holds of the files that are other now, and of those that are gone', () => {
  const dist = committed();
  expect(standing(dist)).toEqual([]);
  writeFileSync(join(dist, 'kubernetes/one.yaml'), text('a', '2Gi'));
  writeFileSync(join(dist, 'kubernetes/new.yaml'), text('d', '2Gi'));
  expect(standing(dist).map(({ metadata, spec }) => [metadata.name, spec.size])).toEqual([
    ['a', '1Gi'],
    ['b', '1Gi'],
  ]);
});

it('knows nothing of a folder that Git does not keep, and of a text that is no YAML', () => {
  expect(standing(temporary())).toEqual([]);
  const dist = committed();
  execFileSync('git', ['-C', dist, 'checkout', '-q', '--orphan', 'empty']);
  execFileSync('git', ['-C', dist, 'rm', '-rqf', '--cached', '.']);
  expect(standing(dist)).toEqual([]);
});
