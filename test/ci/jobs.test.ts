import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands, Repository } from './git.ts';

describe('.ci/diff', () => {
  /** A diff that says how it was called, and whose gate is shut or open. */
  const ran = (gate: 0 | 1, ...words: string[]) => {
    const repository = new Repository({ 'package.json': commands({ diff: 'sh ../diff' }) }, ['diff']);
    repository.write(
      '../diff',
      `echo "$*" | tee -a ../called\ncase "$*" in *"--fail-on none"*) ;; *) exit ${gate} ;; esac\n`,
    );
    const { status } = repository.run(['bash', '.ci/diff', 'review', ...words], {
      CI_MERGE_REQUEST_DIFF_BASE_SHA: 'abc',
    });
    const read = (name: string) => readFileSync(join(repository.root, name), 'utf8').trim();
    return { status, read, called: read('../called').split('\n') };
  };

  it('writes the note, the report, the changes and the widget, and then asks the gate', () => {
    const { status, read, called } = ran(0);
    expect(status).toBe(0);
    expect(read('review/note.md')).toBe('--base abc --fail-on none --format markdown');
    expect(read('review/report.md')).toBe('--base abc --fail-on none --format markdown --full');
    expect(read('review/changes.json')).toBe('--base abc --fail-on none --format json');
    expect(read('review/gl-code-quality-report.json')).toBe('--base abc --fail-on none --format codequality');
    expect(called.at(-1)).toBe('--base abc --format text');
  });

  it('fails as the gate does, with everything written', () => {
    const { status, read } = ran(1);
    expect([status, read('review/note.md')]).toEqual([1, expect.stringContaining('markdown')]);
  });

  it('takes another base by name', () => expect(ran(0, 'main').called.at(-1)).toBe('--base main --format text'));
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
    expect(run({})).toMatchObject({ status: 2, stderr: expect.stringContaining('SONAR_HOST_URL is empty') });
    expect(run({ SONAR_HOST_URL: 'http://x' })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('SONAR_TOKEN is empty'),
    });
  });

  it('of kubectl tells what could not be asked from what has drifted', () => {
    const repository = new Repository(
      { 'dist/kubernetes/a.yaml': 'kind: ConfigMap\napiVersion: v1\nmetadata: { name: a }\n' },
      ['drift-cluster'],
    );
    const { status, stderr } = repository.run(['sh', '.ci/drift-cluster'], { KUBECONFIG: '/nowhere' });
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/drift: (the cluster could not be asked|no kubectl on this machine)/),
    ]);
  });
});
