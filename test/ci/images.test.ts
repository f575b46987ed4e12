import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changed, imagesIn } from '../../.ci/images.mjs';
import { Repository } from './git.ts';

const pod = (image: string, init: string) =>
  ['apiVersion: apps/v1', 'kind: Deployment', 'spec:', '  template:', '    spec:']
    .concat('      initContainers:', `        - image: ${init}`, '      containers:', `        - image: ${image}`, '')
    .join('\n');

describe('the images of dist/', () => {
  it('are those of containers of every kind, in every document, and of nothing else', () => {
    const job =
      'kind: CronJob\nspec:\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          containers: [{image: "c:3"}]';
    const other = 'kind: ConfigMap\ndata:\n  image: not-one:1\n  text: "image: nor-this:1"';
    expect(imagesIn([pod('a:1', 'b:2'), job, other].join('\n---\n'))).toEqual(['a:1', 'b:2', 'c:3']);
  });

  it('are listed once, sorted, without what was there before', () => {
    expect(changed(['b:2', 'a:1', 'b:2'])).toEqual(['a:1', 'b:2']);
    expect(changed(['b:2', 'a:1'], ['a:1'])).toEqual(['b:2']);
  });

  it('of a merge request are those that it brings, wherever their file has moved', () => {
    const repository = new Repository({ 'dist/kubernetes/a.yaml': pod('a:1', 'b:2') }, [
      'changed-images',
      'images.mjs',
    ]);
    repository.run(['ln', '-s', join(import.meta.dirname, '../../node_modules'), 'node_modules']);
    repository.git('mv', 'dist/kubernetes/a.yaml', 'dist/kubernetes/moved.yaml');
    repository.write('dist/kubernetes/moved.yaml', pod('a:1', 'b:3'));
    const base = repository.git('rev-parse', 'HEAD').trim();
    const lists = (env: Readonly<Record<string, string>>) =>
      repository.run(['bash', '.ci/changed-images', 'images.txt'], env);
    expect(lists({ CI_MERGE_REQUEST_DIFF_BASE_SHA: base })).toEqual({
      status: 0,
      stdout: 'images: 1 to scan\nb:3\n',
      stderr: '',
    });
    expect(lists({}).stdout).toBe('images: 2 to scan\na:1\nb:3\n');
    expect(lists({ CI_MERGE_REQUEST_DIFF_BASE_SHA: 'f'.repeat(40) }).status).not.toBe(0);
  });
});
