import { execFileSync } from 'node:child_process';
import { parseAllDocuments } from 'yaml';
import type { Manifest } from '../model/documents.ts';
import { isFields } from '../reading/json.ts';

/**
 * The Kubernetes objects that Git holds of a directory and that are other there than on the disk now: what runs, as far as this
 * branch knows. Empty where Git does not keep the directory.
 */
export function standing(directory: string): readonly Manifest[] {
  return changedFiles(directory).flatMap((path) => objectsIn(git(directory, 'show', `HEAD:./${path}`)));
}

function changedFiles(directory: string): readonly string[] {
  const paths = ['bootstrap', 'kubernetes', 'flux', 'argocd'];
  const names = git(directory, 'diff', '--name-only', '--no-renames', '--relative', '-z', 'HEAD', '--', ...paths);
  return names.split('\0').filter((path) => path.endsWith('.yaml'));
}

/** What Git says; nothing where there is no Git, no repository or no commit, or the file is new. */
function git(directory: string, ...args: readonly string[]): string {
  try {
    return execFileSync('git', ['-C', directory, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 64 * 1024 * 1024,
    });
  } catch {
    return '';
  }
}

function objectsIn(text: string): readonly Manifest[] {
  return parseAllDocuments(text).flatMap((document) => {
    const object = document.errors.length > 0 ? undefined : document.toJS();
    return isFields(object) && isFields(object['metadata']) ? [object as unknown as Manifest] : [];
  });
}
