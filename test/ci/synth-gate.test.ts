import { readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands, Repository } from './git.ts';

const scripts = ['synth-gate', 're-synth'];
const files = {
  'package.json': commands({ synth: 'cp model dist/model' }),
  model: 'ghost 6.59.0\n',
  'dist/model': 'ghost 6.59.0\n',
};
const bot = 'renovate/ghost-6.x';
const gate = ['bash', '.ci/synth-gate'];
const push = ['sh', '.ci/re-synth', 're-synth.patch'];

function bumped(branch = bot, more: Readonly<Record<string, string>> = {}): Repository {
  const repository = new Repository({ ...files, ...more }, scripts);
  repository.git('switch', '--quiet', '--create', branch);
  repository.write('model', 'ghost 6.60.0\n');
  repository.commit('versions: ghost 6.60.0');
  repository.git('push', '--quiet', repository.origin, branch);
  return repository;
}

const job = (repository: Repository, branch = bot) => ({
  CI_PROJECT_URL: `file://${repository.root}`,
  CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: branch,
  RE_SYNTH_TOKEN: 'a-token-of-the-bot',
});

describe('the synth gate', () => {
  it('lets a tree pass that synth leaves as it is', () =>
    expect(new Repository(files, scripts).run(gate)).toMatchObject({ status: 0 }));

  it('stops a person who forgot dist/, and names the file', () => {
    const { status, stderr } = bumped().run(gate);
    expect([status, stderr]).toEqual([1, expect.stringContaining('M\tdist/model')]);
    expect(stderr).toContain('npm run synth');
  });

  it('sees what synth changed within the tick of the clock in which Git looked last', () => {
    const then = new Date('2026-11-26T12:00:00Z');
    const repository = bumped(bot, {
      'package.json': commands({ synth: `cp model dist/model && touch -d @${then.getTime() / 1000} dist/model` }),
    });
    repository.git('config', 'core.trustctime', 'false');
    utimesSync(join(repository.root, 'dist/model'), then, then);
    repository.git('update-index', '--refresh');
    utimesSync(join(repository.root, '.git/index'), then, then);
    expect(repository.run(gate).stderr).toContain('M\tdist/model');
  });

  it('sees a new file, and one that is gone', () => {
    const repository = new Repository(files, scripts);
    repository.write('package.json', commands({ synth: 'mv dist/model dist/other' }));
    repository.commit('another name');
    expect(repository.run(gate).stderr).toMatch(/R100\tdist\/model\tdist\/other/);
  });

  it('fails where synth itself does', () => {
    const repository = new Repository(files, scripts);
    repository.write('package.json', commands({ synth: 'exit 3' }));
    repository.commit('a finding');
    for (const words of [gate, [...gate, 're-synth.patch']]) expect(repository.run(words).status).toBe(3);
  });

  it('stops when synth moves what no bot may commit', () => {
    const repository = bumped(bot, { 'package.json': commands({ synth: 'date +%N > model' }) });
    const { status, stderr } = repository.run([...gate, 're-synth.patch']);
    expect([status, stderr]).toEqual([1, expect.stringContaining(' M model')]);
  });
});

describe('a bot’s branch', () => {
  it('gets dist/ as the sources make it, by one commit, and then nothing more', () => {
    const repository = bumped();
    expect(repository.run([...gate, 're-synth.patch'])).toMatchObject({ status: 0 });
    // The next job begins with the branch as it was, and the patch.
    repository.git('checkout', '--quiet', '--', 'dist');
    const { status, stdout, stderr } = repository.run(push, job(repository));
    expect([status, stdout, stderr]).toEqual([0, `re-synth: pushed to ${bot}\n`, '']);
    const pushed = (...words: string[]) => repository.git('--git-dir', repository.origin, ...words);
    expect(pushed('show', `${bot}:dist/model`)).toBe('ghost 6.60.0\n');
    expect(pushed('diff', '--name-only', `${bot}~`, bot)).toBe('dist/model\n');
    const author = pushed('log', '-1', '--format=%ae', bot).trim();
    const renovate = JSON.parse(readFileSync(new URL('../../renovate.json', import.meta.url), 'utf8'));
    expect(renovate.gitIgnoredAuthors).toContain(author);

    expect(repository.run([...gate, 're-synth.patch'])).toMatchObject({ status: 0 });
    expect(readFileSync(join(repository.root, 're-synth.patch'), 'utf8')).toBe('');
    expect(repository.run(push, job(repository)).stdout).toBe('re-synth: dist/ is what the sources make\n');
  });

  it('is the only one that is written to', () => {
    const repository = bumped('wiki');
    repository.run([...gate, 're-synth.patch']);
    repository.git('checkout', '--quiet', '--', 'dist');
    const { status, stderr } = repository.run(push, job(repository, 'main'));
    expect([status, stderr]).toEqual([1, expect.stringContaining("'main' is no bot's branch")]);
  });

  it('takes no patch that reaches beyond dist/', () => {
    const repository = bumped();
    repository.write('model', 'ghost 6.61.0\n');
    repository.write('dist/model', 'ghost 6.61.0\n');
    const patch = repository.git('diff');
    repository.git('checkout', '--quiet', '.');
    repository.write('re-synth.patch', patch);
    const { status, stderr } = repository.run(push, job(repository));
    expect([status, stderr]).toEqual([1, expect.stringMatching(/beyond dist\/:\n1\t1\tmodel/)]);
    expect(repository.git('--git-dir', repository.origin, 'log', '--format=%s', '-1', bot)).toBe(
      'versions: ghost 6.60.0\n',
    );
  });

  it('that has moved meanwhile is left alone, and the token stays out of what is printed', () => {
    const repository = bumped();
    repository.run([...gate, 're-synth.patch']);
    repository.git('checkout', '--quiet', '--', 'dist');
    repository.git('push', '--quiet', '--force', repository.origin, `main:${bot}`);
    repository.git('--git-dir', repository.origin, 'symbolic-ref', 'HEAD', 'refs/heads/main');
    repository.git('update-ref', `refs/heads/${bot}`, 'main');
    repository.git('commit', '--quiet', '--allow-empty', '--message', 'elsewhere');
    repository.git('push', '--quiet', '--force', repository.origin, `HEAD:${bot}`);
    repository.git('reset', '--quiet', '--hard', 'main');
    repository.write('dist/model', 'ghost 6.60.0\n');
    repository.write('re-synth.patch', repository.git('diff'));
    repository.git('checkout', '--quiet', '--', 'dist');
    const { status, stdout, stderr } = repository.run(push, job(repository));
    expect([status, stderr]).toEqual([1, expect.stringContaining('rejected')]);
    expect(stdout + stderr).not.toContain('a-token-of-the-bot');
  });

  it('is not written to from a commit that GitLab has merged for a test', () => {
    const repository = bumped();
    repository.write('re-synth.patch', 'anything');
    const env = { ...job(repository), CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: 'f'.repeat(40) };
    const { status, stderr } = repository.run(push, env);
    expect([status, stderr]).toEqual([1, expect.stringContaining('merged results')]);
  });

  it('is not written to without a token', () => {
    const repository = bumped();
    repository.write('re-synth.patch', 'anything');
    const { status, stderr } = repository.run(push, { ...job(repository), RE_SYNTH_TOKEN: '' });
    expect([status, stderr]).toEqual([1, expect.stringContaining('docs/pipeline.md')]);
  });
});
