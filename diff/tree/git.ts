import { spawnSync } from 'node:child_process';
import type { Files } from '../../synth/model/files.ts';
import { textOfFile } from './bytes.ts';
import { UnreadableTree } from './entity.ts';

/** A commit to compare with, and what it was asked for by. */
export interface Base {
  readonly commit: string;
  /** `merge base with origin/main (3596e60)`. */
  readonly called: string;
}

/**
 * The commit that a reference means; without one, where this branch left the default branch. Nothing is checked out.
 *
 * @throws with what to do: no repository, no such reference, a shallow clone, no common history
 */
export function baseOf(root: string, reference?: string): Base {
  if (!git(root, 'rev-parse', '--git-dir').ok)
    throw new Error('this is no Git repository (or git is missing): there is nothing to compare with');
  return reference === undefined ? mergeBase(root) : commitOf(root, reference);
}

function commitOf(root: string, reference: string): Base {
  const { ok, out } = git(root, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${reference}^{commit}`);
  if (!ok) throw new Error(`there is no commit '${reference}' here: ${shallow(root) ? cureOfShallow : cureOfMissing}`);
  return { commit: out.trim(), called: `${reference} (${out.slice(0, 7)})` };
}

const cureOfMissing = 'look for it with git branch --all, or fetch it first (git fetch origin)';
const cureOfShallow = 'this clone is shallow; fetch the rest (git fetch --unshallow; in GitLab CI: GIT_DEPTH: 0)';

function mergeBase(root: string): Base {
  const branch = defaultBranch(root);
  const { ok, out } = git(root, 'merge-base', 'HEAD', branch);
  if (ok) return { commit: out.trim(), called: `merge base with ${branch} (${out.slice(0, 7)})` };
  if (!git(root, 'rev-parse', '--verify', '--quiet', 'HEAD').ok)
    throw new Error('nothing is committed yet: there is nothing to compare with');
  throw new Error(
    shallow(root)
      ? `no common commit with ${branch} is here: ${cureOfShallow}`
      : `this branch has no commit in common with ${branch}: name one to compare with (--base REF)`,
  );
}

/** What the forge calls the default branch, else the usual names. @throws when there is none of them */
function defaultBranch(root: string): string {
  const head = git(root, 'symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD');
  const candidates = [...(head.ok ? [head.out.trim()] : []), 'origin/main', 'main', 'origin/master', 'master'];
  const found = candidates.find((name) => git(root, 'rev-parse', '--verify', '--quiet', `${name}^{commit}`).ok);
  if (found) return found;
  throw new Error(`the default branch is not here (${candidates.join(', ')}): name what to compare with (--base REF)`);
}

const shallow = (root: string): boolean => git(root, 'rev-parse', '--is-shallow-repository').out.trim() === 'true';

/** `dist/` of a commit. @throws when it has none, or Git cannot hand it over */
export function committedTree(root: string, { commit, called }: Base): Files {
  const listed = git(root, 'ls-tree', '-r', '-z', commit, '--', 'dist');
  if (!listed.ok) throw new Error(`Git cannot list dist/ of ${called}: ${listed.err.trim()}`);
  const entries = listed.out.split('\0').flatMap(entryOf);
  if (entries.length === 0) throw new Error(`${called} has no dist/: compare with a later commit (--base REF)`);
  const contents = blobs(
    root,
    entries.map(({ blob }) => blob),
    called,
  );
  return new Map(entries.map(({ path }, index) => [path, textOfFile(path, contents[index] ?? Buffer.alloc(0))]));
}

function entryOf(line: string): readonly { readonly blob: string; readonly path: string }[] {
  const [, mode, blob = '', path = ''] = /^(\d+) \w+ ([0-9a-f]+)\tdist\/(.*)$/s.exec(line) ?? [];
  if (mode === undefined) return [];
  if (!mode.startsWith('100')) throw new UnreadableTree(`dist/${path}`, 'is a link and no file');
  return [{ blob, path }];
}

/** The contents of blobs, in one run of Git. */
function blobs(root: string, ids: readonly string[], called: string): readonly Buffer[] {
  const { stdout, status } = spawnSync('git', ['cat-file', '--batch'], {
    cwd: root,
    input: `${ids.join('\n')}\n`,
    maxBuffer: largest,
  });
  if (status !== 0) throw new Error(`Git cannot read dist/ of ${called}: the clone is damaged, or partial (git fetch)`);
  let at = 0;
  return ids.map((id) => {
    const end = stdout.indexOf('\n', at);
    const [, kind, size] = stdout.toString('utf8', at, end).split(' ');
    if (kind !== 'blob') throw new Error(`Git lacks ${id} of ${called}: the clone is damaged, or partial (git fetch)`);
    const first = end + 1;
    at = first + Number(size) + 1;
    return stdout.subarray(first, at - 1);
  });
}

/** More than any dist/ will hold. */
const largest = 2 ** 30;

function git(root: string, ...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync('git', words, { cwd: root, encoding: 'utf8', maxBuffer: largest });
  return { ok: status === 0, out: stdout ?? '', err: stderr ?? '' };
}
