import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository, temporary } from '../synth/command/command-line.ts';
import { commands, Repository } from './git.ts';

describe('.ci/diff', () => {
  /** A diff that says how it was called, and ends as it is told to. */
  const ran = (ends: 0 | 1 | 2, ...words: string[]) => {
    const repository = new Repository({ 'package.json': commands({ diff: 'sh ../diff' }) }, ['diff']);
    repository.write('../diff', `echo "$*" | tee -a ../called\nexit ${ends}\n`);
    const { status } = repository.run(['bash', '.ci/diff', 'review', ...words], {
      CI_MERGE_REQUEST_DIFF_BASE_SHA: 'abc',
    });
    const read = (name: string) => readFileSync(join(repository.root, name), 'utf8').trim();
    return { status, read, called: read('../called').split('\n') };
  };

  it.each([0, 1] as const)('writes every form, and ends as the gate does: %i', (gate) => {
    const { status, read, called } = ran(gate);
    expect(status).toBe(gate);
    expect(read('review/note.md')).toBe('--base abc --format markdown');
    expect(read('review/report.md')).toBe('--base abc --format markdown --full');
    expect(read('review/changes.json')).toBe('--base abc --format json');
    expect(read('review/gl-code-quality-report.json')).toBe('--base abc --format codequality');
    expect(called.at(-1)).toBe('--base abc --format text');
  });

  it('stops at once where nothing true can be said', () => {
    const { status, called } = ran(2);
    expect([status, called]).toEqual([2, ['--base abc --format markdown']]);
  });

  it('takes another base by name', () => expect(ran(0, 'main').called.at(-1)).toBe('--base main --format text'));

  it('is understood by the diff that it calls', { timeout: 120_000 }, () => {
    const folder = temporary();
    const { status, stderr } = spawnSync('bash', ['.ci/diff', folder, 'HEAD'], { cwd: repository, encoding: 'utf8' });
    // Of a tree that has no commit, or whose dist/ is being worked on, the gate may say what it likes.
    expect([status, stderr]).toEqual([expect.toBeOneOf([0, 1]), expect.not.stringContaining('option')]);
    for (const name of ['changes.json', 'gl-code-quality-report.json'])
      expect(() => JSON.parse(readFileSync(join(folder, name), 'utf8'))).not.toThrow();
  });
});

describe('a job whose program is not on this machine', () => {
  const nowhere = { PATH: '/nowhere' };
  const shell = '/bin/sh';

  it('of Trivy is done where no image moved, and else says what is missing', () => {
    const repository = new Repository({ 'images.txt': '', 'some.txt': 'ghost:6.59.0\n' }, ['trivy']);
    expect(repository.run([shell, '.ci/trivy', 'images.txt'], nowhere)).toMatchObject({ status: 0 });
    expect(repository.run([shell, '.ci/trivy', 'some.txt'], nowhere)).toMatchObject({
      status: 2,
      stderr: 'trivy: it is not on this machine\n',
    });
    expect(repository.run([shell, '.ci/trivy'], nowhere)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('IMAGES'),
    });
  });

  it('of SonarQube says which variable is empty, and never hands over without a program', () => {
    const repository = new Repository({}, ['sonar']);
    const run = (env: Readonly<Record<string, string>>) => repository.run(['sh', '.ci/sonar'], env);
    expect(run({})).toMatchObject({ status: 78, stderr: expect.stringContaining('SONAR_HOST_URL is empty') });
    expect(run({ SONAR_HOST_URL: 'http://x' })).toMatchObject({
      status: 78,
      stderr: expect.stringContaining('SONAR_TOKEN is empty'),
    });
  });

  it('of kubectl tells what could not be asked from what has drifted', () => {
    const repository = new Repository(
      { 'dist/kubernetes/a.yaml': 'kind: ConfigMap\napiVersion: v1\nmetadata: { name: a }\n' },
      ['drift-cluster'],
    );
    expect(repository.run(['sh', '.ci/drift-cluster'], {})).toMatchObject({
      status: 78,
      stderr: expect.stringContaining('KUBECONFIG is empty'),
    });
    const { status, stderr } = repository.run(['sh', '.ci/drift-cluster'], { KUBECONFIG: '/nowhere' });
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/drift: (the cluster could not be asked about all of dist|no kubectl on this machine)/),
    ]);
  });
});
