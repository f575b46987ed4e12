import { describe, expect, it, vi } from 'vitest';
import { forgeLimit } from '../../diff/report/markdown.ts';
import { claim, deployment, namespace, tree } from './pieces.ts';
import { Repository, shrunken, small } from './repository.ts';

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
    expect(repository.diff([], { compose: () => tree(claim()) }).out).toContain(
      'out of step with the sources (kubernetes/services/shop/pictures.yaml)',
    );
    expect(repository.diff([], { compose: () => tree(small) }).out).not.toContain('warning');
  });

  it('composes the sources only where nobody knows what they make', () => {
    const repository = shrunken();
    const known = new Set<string>();
    const inStep = { knows: (index: string) => known.has(index), learn: (index: string) => void known.add(index) };
    const compose = vi.fn(() => tree(small));
    const diff = () => repository.diff([], { inStep, compose }).out;
    expect([diff(), diff()].join()).not.toContain('out of step');
    expect(compose).toHaveBeenCalledTimes(1);
    repository.synth(tree(claim()));
    expect([diff(), diff()].join().match(/out of step/g)).toHaveLength(2);
    expect(compose).toHaveBeenCalledTimes(3);
  });

  it('says when the sources do not build', () => {
    const refuse = () => {
      throw new Error('shop: no host');
    };
    expect(shrunken().diff([], { compose: refuse }).out).toContain(
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
