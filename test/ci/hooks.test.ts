import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands, Repository } from './git.ts';

const scripts = ['hooks', 'pre-commit'];

/** The commands that the hook calls, each leaving its name; `fail` has the name of one that shall not pass. */
const call = (name: string) => `echo ${name} >> ../called && ! grep -qx ${name} ../fail`;
const files = {
  'package.json': commands({
    check: call('check'),
    types: call('types'),
    synth: `${call('synth')} && cp main.ts dist/model #`,
  }),
  'main.ts': 'one\n',
  'docs/page.md': 'one\n',
  'dist/model': 'one\n',
  '.gitignore': 'node_modules\n',
};

function clone(): Repository {
  const repository = new Repository(files, scripts);
  repository.write('node_modules/.bin/biome', '#!/bin/sh\necho "biome $*" >> ../called; ! grep -qx biome ../fail\n');
  repository.run(['chmod', '+x', 'node_modules/.bin/biome']);
  repository.write('../fail', '');
  return repository;
}

function committed(repository: Repository) {
  repository.write('../called', '');
  const { status, stdout, stderr } = repository.run(['git', 'commit', '--quiet', '--message', 'a change']);
  const called = readFileSync(join(repository.root, '../called'), 'utf8').trim().split('\n');
  return { status, called: called.map((line) => line.replace(/^biome .*true /, 'biome ')), output: stdout + stderr };
}

describe('.ci/hooks', () => {
  it('is on by one command, off by another, and on twice is on', () => {
    const repository = clone();
    const hook = join(repository.root, '.git/hooks/pre-commit');
    for (const _ of [1, 2]) expect(repository.run(['bash', '.ci/hooks'])).toMatchObject({ status: 0 });
    expect(existsSync(hook)).toBe(true);
    expect(repository.run(['bash', '.ci/hooks', 'off'])).toMatchObject({ status: 0 });
    expect(existsSync(hook)).toBe(false);
    expect(repository.run(['bash', '.ci/hooks', '--help'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('off'),
    });
  });

  it('leaves a hook alone that somebody else wrote', () => {
    const repository = clone();
    repository.write('.git/hooks/pre-commit', '#!/bin/sh\ntrue\n');
    for (const words of [[], ['off']])
      expect(repository.run(['bash', '.ci/hooks', ...words])).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('not ours'),
      });
    expect(readFileSync(join(repository.root, '.git/hooks/pre-commit'), 'utf8')).toBe('#!/bin/sh\ntrue\n');
  });

  it('asks of a page its format and its credentials, and no more', () => {
    const repository = clone();
    repository.run(['bash', '.ci/hooks']);
    repository.write('docs/page.md', 'two\n');
    repository.git('add', '--all');
    expect(committed(repository)).toMatchObject({ status: 0, called: ['biome docs/page.md', 'check'] });
  });

  it('asks of a source all of it, and wants dist/ in the same commit', () => {
    const repository = clone();
    repository.run(['bash', '.ci/hooks']);
    repository.write('main.ts', 'two\n');
    repository.git('add', 'main.ts');
    const stopped = committed(repository);
    expect(stopped).toMatchObject({ status: 1, called: ['biome main.ts', 'check', 'synth'] });
    expect(stopped.output).toContain('git add dist/\n M dist/model');
    repository.git('add', 'dist');
    expect(committed(repository)).toMatchObject({
      status: 0,
      called: ['biome dist/model main.ts', 'check', 'synth', 'types'],
    });
    expect(repository.git('show', 'HEAD:dist/model')).toBe('two\n');
  });

  it('stops at what is new in dist/ and was not added', () => {
    const repository = clone();
    repository.run(['bash', '.ci/hooks']);
    repository.git('rm', '--quiet', 'dist/model');
    repository.write('dist/other', 'x\n');
    expect(committed(repository)).toMatchObject({ status: 1, output: expect.stringContaining('dist/') });
  });

  it.each(['biome', 'check', 'synth', 'types'])('stops the commit that %s refuses', (name) => {
    const repository = clone();
    repository.run(['bash', '.ci/hooks']);
    repository.write('../fail', `${name}\n`);
    repository.write('main.ts', 'two\n');
    repository.write('dist/model', 'two\n');
    repository.git('add', '--all');
    expect(committed(repository).status).toBe(1);
    expect(repository.git('log', '--format=%s')).toBe('the beginning\n');
  });
});
