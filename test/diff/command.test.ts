import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { forgeLimit } from '../../diff/report/markdown.ts';
import { claim, deployment, namespace, tree } from './pieces.ts';
import { Repository } from './repository.ts';

const small = claim({ resources: { requests: { storage: '5Gi' } } });

/** A branch whose claim has shrunk, against main. */
function shrunken(): Repository {
  const repository = new Repository();
  repository.synth(tree(claim()));
  repository.commit();
  repository.git('switch', '--quiet', '--create', 'branch');
  repository.synth(tree(small));
  return repository;
}

const waiver = (fields: Readonly<Record<string, string>> = {}) =>
  JSON.stringify({
    class: 'data-loss',
    object: 'PersistentVolumeClaim shop/pictures',
    reason: 'the pictures were copied away',
    until: '2026-12-31',
    ...fields,
  });

describe('the gate', () => {
  it('is shut by data that would be lost, and says so', () => {
    const { code, out } = shrunken().diff();
    expect(code).toBe(1);
    expect(out).toContain('PersistentVolumeClaim shop/pictures: the volume shrinks 10Gi → 5Gi');
    expect(out).toContain('stopped: 1 not waived, at data-loss or worse');
  });

  it('is open where nothing is as bad as it stops at', () => {
    const repository = shrunken();
    repository.synth(tree(claim(), namespace()));
    expect(repository.diff()).toMatchObject({ code: 0, err: '' });
    expect(repository.diff(['--fail-on', 'routine']).code).toBe(1);
    expect(repository.diff(['--fail-on', 'none']).code).toBe(0);
  });

  it.each([
    ['by its name', {}],
    ['by a pattern', { object: '* shop/*' }],
  ])('lets pass what is waived %s', (_, fields) => {
    const repository = shrunken();
    repository.write('waivers/pictures.yaml', waiver(fields));
    const { code, out } = repository.diff();
    expect(code).toBe(0);
    expect(out).toContain('waived until 2026-12-31 (waivers/pictures.yaml): the pictures were copied away');
  });

  it.each([
    ['that has expired', waiver({ until: '2026-11-25' }), 'has expired on 2026-11-25'],
    ['that waives nothing', waiver({ object: 'PersistentVolumeClaim shop/films' }), 'waives nothing'],
    ['of another class', waiver({ class: 'replace' }), 'waives nothing'],
    ['of a class that does not exist', waiver({ class: 'loss' }), 'class must be one of data-loss'],
    ['without an object', waiver({ object: '' }), 'object is missing'],
    ['without a reason', waiver({ reason: 'ok' }), 'reason is missing, or too short'],
    ['for ever', waiver({ until: 'never' }), 'until must be the last day'],
    ['until a day that no calendar has', waiver({ until: '2026-02-30' }), 'until must be the last day'],
    ['that is no YAML', '{', 'class must be one of'],
  ])('is shut by a waiver %s', (_, text, letter) => {
    const repository = shrunken();
    repository.write('waivers/one.yaml', text);
    const { code, out } = repository.diff(['--fail-on', 'none']);
    expect(code).toBe(1);
    expect(out).toContain(`waivers/one.yaml: ${letter}`);
  });

  it('holds on the last day of a waiver', () => {
    const repository = shrunken();
    repository.write('waivers/one.yaml', waiver({ until: '2026-11-26' }));
    expect(repository.diff().code).toBe(0);
  });
});

describe('what is compared', () => {
  it('is the work tree with where the branch left main, whatever main has done since', () => {
    const repository = shrunken();
    repository.commit();
    repository.git('switch', '--quiet', 'main');
    repository.synth(tree(claim(), deployment()));
    repository.commit();
    repository.git('switch', '--quiet', 'branch');
    const { out } = repository.diff();
    expect(out).toMatch(/^against merge base with main \([0-9a-f]{7}\): 1 data-loss\n/);
  });

  it('is the work tree with a commit that is named', () => {
    const repository = shrunken();
    repository.commit();
    expect(repository.diff(['--base', 'HEAD']).out).toMatch(/^against HEAD \([0-9a-f]{7}\): no change\n/);
  });

  it('is never checked out', () => {
    const repository = shrunken();
    const before = repository.git('status', '--porcelain');
    repository.diff();
    expect(repository.git('status', '--porcelain')).toBe(before);
    expect(repository.git('stash', 'list')).toBe('');
  });

  it('says when dist/ is out of step with its sources', () => {
    const repository = shrunken();
    expect(repository.diff([], () => tree(claim())).out).toContain(
      'out of step with the sources (kubernetes/services/shop/pictures.yaml)',
    );
    expect(repository.diff([], () => tree(small)).out).not.toContain('warning');
  });

  it('says when the sources do not build', () => {
    const refuse = () => {
      throw new Error('shop: no host');
    };
    expect(shrunken().diff([], refuse).out).toContain(
      'the sources do not build, so that dist/ may be out of step with them: shop: no host',
    );
  });
});

describe('the formats', () => {
  const formatted = (...args: readonly string[]) => shrunken().diff(args).out;

  it('have JSON with every field', () => {
    const { passes, gate, changes } = JSON.parse(formatted('--format', 'json'));
    expect(passes).toBe(false);
    expect(gate.stops).toEqual([{ class: 'data-loss', object: 'PersistentVolumeClaim shop/pictures' }]);
    expect(changes).toMatchObject([
      {
        class: 'data-loss',
        file: 'dist/kubernetes/services/shop/pictures.yaml',
        line: 1,
        fields: [{ path: 'spec.resources.requests.storage', before: '10Gi', after: '5Gi' }],
      },
    ]);
  });

  it("have GitLab's own for code quality", () => {
    const [issue] = JSON.parse(formatted('--format', 'codequality'));
    expect(issue).toMatchObject({
      check_name: 'data-loss',
      severity: 'blocker',
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      location: { path: 'dist/kubernetes/services/shop/pictures.yaml', lines: { begin: 1 } },
    });
  });

  it('have Markdown in which no name is taken for Markdown', () => {
    const repository = shrunken();
    repository.synth(tree(claim({}, { name: '<img_src=x>*a*' })));
    const { out } = repository.diff(['--format', 'markdown']);
    expect(out).not.toMatch(/<img|\*a\*(?!\*)/);
  });

  it('have Markdown that fits a comment, and all of it for the artifact', () => {
    const repository = shrunken();
    const many = Array.from({ length: 1500 }, (_, index) => claim({}, { name: `pictures-${index}` }));
    repository.synth(tree(...many));
    repository.commit();
    repository.synth(tree(claim()));
    const args = ['--base', 'HEAD', '--format', 'markdown'];
    const comment = repository.diff(args).out;
    expect(comment.length).toBeLessThanOrEqual(forgeLimit);
    expect(comment).toMatch(/- and \d+ more, in the full report/);
    const all = repository.diff([...args, '--full']).out;
    expect(all.length).toBeGreaterThan(forgeLimit);
    expect(all).toContain('pictures-1499');
  });

  it('say once what is said alike, and name a few', () => {
    const repository = new Repository();
    const shrinking = (storage: string) =>
      tree(...['a', 'b', 'c', 'd', 'e'].map((name) => claim({ resources: { requests: { storage } } }, { name })));
    repository.synth(shrinking('10Gi'));
    repository.commit();
    repository.synth(shrinking('5Gi'));
    const three = 'PersistentVolumeClaim shop/a, PersistentVolumeClaim shop/b, PersistentVolumeClaim shop/c';
    expect(repository.diff().out).toContain(`  ${three} and 2 more: the volume shrinks`);
    expect(repository.diff(['--full']).out).toContain(
      `${three}, PersistentVolumeClaim shop/d, PersistentVolumeClaim shop/e: the`,
    );
  });

  it('count what is routine, unless all of it is asked for', () => {
    const repository = shrunken();
    repository.synth(tree(claim(), namespace()));
    expect(repository.diff().out).toContain('1 × Namespace new');
    expect(repository.diff(['--full']).out).toContain('Namespace shop: is new');
  });

  it('explain themselves', () => {
    const { code, out } = new Repository().diff(['--help']);
    expect(code).toBe(0);
    for (const flag of ['--base', '--format', '--fail-on', '--full']) expect(out).toContain(flag);
  });
});

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

  it('a stack that is no JSON', () => {
    const files = new Map([...tree(small), ['terraform/stacks/dns/cdk.tf.json', '{"resource": ']]);
    expect(broken((one) => one.synth(files))).toMatch(/cdk\.tf\.json: is no JSON/);
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
