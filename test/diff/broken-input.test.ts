import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { claim, tree } from './pieces.ts';
import { Repository, shrunken, small } from './repository.ts';

describe('broken input gives a letter and exit code 2, and never a wrong "no change"', () => {
  const broken = (breaks: (repository: Repository) => void, ...args: readonly string[]) => {
    const repository = shrunken();
    breaks(repository);
    const { code, out, err } = repository.diff(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    return err;
  };
  const pictures = 'dist/kubernetes/services/shop/pictures.yaml';

  it.each<[string, (repository: Repository) => void, RegExp]>([
    [
      'no dist/',
      (one) => one.remove('dist'),
      /dist\/ of the work tree cannot be read: dist\/: is not there.*npm run synth/,
    ],
    [
      'a file in the place of dist/',
      (one) => {
        one.remove('dist');
        one.write('dist', '');
      },
      /dist\/: is no folder/,
    ],
    [
      'a link',
      (one) => symlinkSync('/etc/hostname', join(one.root, 'dist/kubernetes/link.yaml')),
      /link\.yaml: is a link/,
    ],
    ['no index', (one) => one.remove('dist/index.json'), /index\.json: is not there/],
    [
      'an index that is cut off',
      (one) => one.write('dist/index.json', '{"files": {'),
      /index\.json: is not the list that synth wrote/,
    ],
    ['a file that is missing', (one) => one.remove(pictures), /pictures\.yaml: is not there, and index\.json lists it/],
    [
      'a file that is cut off',
      (one) => one.write(pictures, 'apiVersion: v1\nkind: Pers'),
      /pictures\.yaml: is not what synth wrote: it was cut off, or edited/,
    ],
    [
      'a file of somebody else',
      (one) => one.write('dist/kubernetes/a.yaml', 'a: 1'),
      /a\.yaml: was not written by synth/,
    ],
    [
      'binary garbage',
      (one) => one.write(pictures, Buffer.from([0, 255, 1, 254])),
      /pictures\.yaml: holds binary data/,
    ],
  ])('%s', (_, breaks, letter) => expect(broken(breaks)).toMatch(letter));

  it.each([
    ['a merge conflict', '<<<<<<< ours\na: 1\n=======\na: 2\n>>>>>>> theirs\n', /holds the marks of a merge conflict/],
    ['a text that is no YAML', 'a: [1\nb: }', /the document at line 1 is no YAML/],
    ['an object without a kind', 'metadata:\n  name: a\n', /lacks a kind or a name/],
    [
      'an object that stands there twice',
      'kind: A\napiVersion: v1\nmetadata: {name: a}\n---\nkind: A\napiVersion: v1\nmetadata: {name: a}\nb: 1\n',
      /'A a' stands here and in/,
    ],
  ])('%s that synth itself has written down', (_, text, letter) => {
    const files = new Map([...tree(small), ['kubernetes/services/shop/other.yaml', text]]);
    expect(broken((one) => one.synth(files))).toMatch(letter);
  });

  it.each([
    ['no JSON', '{"resource": '],
    ['no stack', '[]'],
    ['no stack', '3'],
  ])('a stack that is %s: %s', (what, text) => {
    const files = new Map([...tree(small), ['terraform/stacks/dns/cdk.tf.json', text]]);
    expect(broken((one) => one.synth(files))).toMatch(new RegExp(`cdk\\.tf\\.json: is ${what}`));
  });

  it('a reference that does not exist', () => {
    expect(broken(() => undefined, '--base', 'nowhere')).toMatch(/there is no commit 'nowhere' here.*git fetch/);
  });

  it('a reference that looks like a flag', () => {
    expect(broken(() => undefined, '--base=--all')).toMatch(/--base needs a branch/);
  });

  it('a base without dist/', () => {
    const repository = new Repository();
    repository.commit();
    repository.synth(tree(claim()));
    expect(repository.diff(['--base', 'HEAD'])).toMatchObject({ code: 2, err: expect.stringMatching(/has no dist\//) });
  });

  it('a link in the dist/ of a base', () => {
    const repository = shrunken();
    symlinkSync('/etc/hostname', join(repository.root, 'dist/link'));
    repository.commit();
    repository.synth(tree(claim()));
    expect(repository.diff(['--base', 'HEAD'])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/dist\/link: is a link/),
    });
  });

  it('a shallow clone', () => {
    const repository = shrunken();
    repository.commit();
    repository.git('switch', '--quiet', 'main');
    repository.commit();
    const clone = mkdtempSync(join(tmpdir(), 'uyoop-diff-'));
    execFileSync('git', ['clone', '--quiet', '--depth', '1', '--no-single-branch', `file://${repository.root}`, clone]);
    execFileSync('git', ['switch', '--quiet', 'branch'], { cwd: clone });
    const { code, err } = new Repository(clone).diff();
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringMatching(/this clone is shallow.*git fetch --unshallow/),
    });
  });

  it('no repository at all', () => {
    const repository = shrunken();
    repository.remove('.git');
    expect(repository.diff()).toMatchObject({ code: 2, err: expect.stringMatching(/no Git repository/) });
  });

  it('nothing committed', () => {
    const repository = new Repository();
    repository.synth(tree(claim()));
    expect(repository.diff()).toMatchObject({
      code: 2,
      err: expect.stringMatching(/nothing to compare with|default branch is not here/),
    });
  });

  it('a base that synth did not write is compared, and it is said', () => {
    const repository = new Repository();
    repository.synth(tree(claim()));
    repository.write(pictures, readFileSync(join(repository.root, pictures), 'utf8').replace('10Gi', '20Gi'));
    repository.commit();
    repository.synth(tree(claim()));
    const { out } = repository.diff(['--base', 'HEAD']);
    expect(out).toContain('is not what synth wrote');
    expect(out).toContain('the volume shrinks 20Gi → 10Gi');
  });

  it('a flag that does not exist', () => expect(broken(() => undefined, '--bass', 'x')).toMatch(/--base/));
  it('a format that does not exist', () =>
    expect(broken(() => undefined, '--format', 'xml')).toMatch(/--format is one of text/));
});
