import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { refuseKeptByNpm } from '../../../synth/terminal/npm-flags.ts';
import { repository } from './command-line.ts';

/** What a person types, through npm itself. */
function npm(words: string, env: Readonly<Record<string, string>> = {}) {
  const { NODE_ENV: _, ...rest } = process.env;
  const own = Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith('npm_')));
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', ...words.split(' ')], {
    cwd: repository,
    env: { ...own, ...env },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('a flag without the -- that npm wants before it', () => {
  it.each([
    ['synth --production', 'Say: npm run synth -- --production'],
    ['synth --json', 'Say: npm run synth -- --json'],
    ['synth --phase=2 --no-types', 'Say: npm run synth -- --phase --no-types'],
    ['synth --engine flux', 'synth takes no words: flags begin with --'],
    ['secrets set a/b c --from-file hunter2', 'Say: npm run secrets -- --from-file'],
  ])('is refused, not dropped: npm run %s', (words, says) => {
    const { status, stdout, stderr } = npm(words);
    expect([status, stderr]).toEqual([1, expect.stringContaining(says)]);
    expect(stdout + stderr).not.toContain('hunter2');
  });

  it('is none of ours when it stands in the environment of another script', () => {
    const env = { npm_lifecycle_event: 'test', npm_config_json: 'true', NODE_ENV: 'production' };
    expect(() => refuseKeptByNpm('synth', ['json', 'production'], [], env)).not.toThrow();
    expect(() => refuseKeptByNpm('synth', ['json'], [], { ...env, npm_lifecycle_event: 'synth' })).toThrow('--json');
    expect(() =>
      refuseKeptByNpm('synth', ['json'], ['--json'], { ...env, npm_lifecycle_event: 'synth' }),
    ).not.toThrow();
  });

  it('is what --production looks like, unless npm was told to leave packages out', () => {
    const env = { npm_lifecycle_event: 'synth', NODE_ENV: 'production' };
    expect(() => refuseKeptByNpm('synth', ['production'], [], env)).toThrow('NODE_ENV= npm run synth');
    expect(() => refuseKeptByNpm('synth', ['production'], ['--production'], env)).not.toThrow();
    expect(() => refuseKeptByNpm('synth', ['production'], [], { ...env, npm_config_omit: 'dev' })).not.toThrow();
  });

  it('is passed on behind a --', () => {
    const { status, stderr } = npm('synth -- --phase 9');
    expect([status, stderr]).toEqual([1, expect.stringContaining("--phase is 1, 2 or 3, got '9'")]);
  });
});
