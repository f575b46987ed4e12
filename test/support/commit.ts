import { execFileSync } from 'node:child_process';

/** Commits all that lies in a repository of a test, as an owner who has told Git nothing of himself. */
export function commitAll(root: string, message: string): void {
  const git = (...words: readonly string[]) => execFileSync('git', words, { cwd: root, stdio: 'pipe' });
  git('add', '--all');
  const owner = ['-c', 'user.name=owner', '-c', 'user.email=owner@localhost'];
  git(...owner, 'commit', '--quiet', '--allow-empty', '-m', message);
}
