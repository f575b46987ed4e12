import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository, run, scratchCopy, temporary, tree } from './command-line.ts';

const engines = ['flux', 'argocd'] as const;
const combinations = [1, 2, 3].flatMap((phase) => engines.map((engine) => ({ phase, engine })));

describe('npm run synth', () => {
  it.each(combinations)('writes phase $phase for $engine without a finding', ({ phase, engine }) => {
    const out = temporary();
    const { status, stderr } = run(['synth', '--phase', String(phase), '--engine', engine, '--out', out]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(Object.keys(tree(out))).toContain(`bootstrap/${engine}/namespace.yaml`);
  });

  it('writes the same bytes from another folder, time zone, language and user', () => {
    const here = temporary();
    const there = temporary();
    run(['synth', '--out', here]);
    const copy = scratchCopy();
    const env = {
      TZ: 'Pacific/Kiritimati',
      LANG: 'tr_TR.UTF-8',
      LC_ALL: 'tr_TR.UTF-8',
      USER: 'somebody',
      HOME: there,
      CDK8S_OUTDIR: '/nowhere',
      CDKTF_CONTEXT_JSON: '{"a":1}',
      CDK8S_DISABLE_SORT: '1',
    };
    expect(run(['synth', '--out', there], { root: copy, cwd: there, env }).status).toBe(0);
    expect(tree(there)).toEqual(tree(here));
  });

  it('leaves the committed dist/ as it is', () => {
    const out = temporary();
    run(['synth', '--out', out]);
    expect(tree(out)).toEqual(tree(join(repository, 'dist')));
  });

  it('changes nothing when it runs twice', () => {
    const out = temporary();
    run(['synth', '--out', out]);
    const { written } = JSON.parse(run(['synth', '--out', out, '--json']).stdout);
    expect(written).toMatchObject({ changed: [], removed: [] });
    expect(written.unchanged.length).toBeGreaterThan(20);
  });

  it('removes the files of an engine that is no longer used', () => {
    const out = temporary();
    run(['synth', '--out', out, '--engine', 'argocd']);
    expect(run(['synth', '--out', out, '--engine', 'flux']).status).toBe(0);
    expect(Object.keys(tree(out)).filter((path) => path.includes('argocd'))).toEqual([]);
  });

  it('shows objects, files, budgets, exceptions, placeholders and the time', () => {
    const { stdout } = run(['synth', '--out', temporary()]);
    for (const word of [
      'kubernetes/services',
      'objects',
      'core-prod',
      'of 24 GiB',
      'written exceptions',
      'placeholders',
      ' s\n',
    ]) {
      expect(stdout).toContain(word);
    }
    expect(stdout).not.toContain('\u001b');
  });

  it('leaves nothing half written on a disk with no room left, and heals on the next run', () => {
    const out = temporary();
    const whole = temporary();
    const { status, stderr } = run(['synth', '--out', out], { blocks: 30 });
    expect([status, stderr]).toEqual([1, expect.stringMatching(/no room left to write \(EFBIG\): free some/)]);
    run(['synth', '--out', whole]);
    const expected = tree(whole);
    for (const [path, text] of Object.entries(tree(out))) expect([path, text]).toEqual([path, expected[path]]);
    run(['synth', '--out', out]);
    expect(tree(out)).toEqual(expected);
  });

  it('refuses placeholders in production, and writes nothing', () => {
    const out = temporary();
    const { status, stderr } = run(['synth', '--production', '--out', out]);
    expect(status).toBe(1);
    expect(stderr).toContain('owner.machines.core-prod.ipv4');
    expect(tree(out)).toEqual({});
  });

  it.each([
    { args: ['--fase', '1'], says: 'did you mean --phase?' },
    { args: ['--phase', '4'], says: "--phase is 1, 2 or 3, got '4'" },
    { args: ['--engine', 'helm'], says: "--engine is flux or argocd, got 'helm'" },
    { args: ['production'], says: 'synth takes no words: flags begin with --' },
    { args: ['--out', ''], says: '--out needs a directory' },
    { args: ['--out'], says: '--out needs a directory' },
  ])('refuses $args with a plain error', ({ args, says }) => {
    const { status, stdout, stderr } = run(['synth', ...args]);
    expect(status).toBe(1);
    expect(stderr).toContain(says);
    expect(stderr).not.toContain('    at ');
    expect(stdout).toBe('');
  });

  it('helps', () => {
    const { status, stdout } = run(['synth', '--help']);
    expect(status).toBe(0);
    for (const flag of ['--phase', '--engine', '--out', '--production', '--no-types', '--json'])
      expect(stdout).toContain(flag);
    expect(stdout).toContain('Exit code: 0 ');
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });
});

describe('a model that is refused', () => {
  const copy = scratchCopy();
  const chart = join(copy, 'charts/prod-web.ts');
  writeFileSync(chart, readFileSync(chart, 'utf8').replace("'blog.uyoop.fr'", "'gestion.uyoop.fr'"));

  it('is reported with where, what, got and what to do, and leaves dist/ as it was', () => {
    const before = tree(join(copy, 'dist'));
    const { status, stderr } = run(['synth'], { root: copy });
    expect(status).toBe(1);
    expect(stderr).toMatch(/check 2 {2}.*\n.*\n {2}got: .*gestion\.uyoop\.fr.*\n {2}do: /);
    expect(stderr).toContain('nothing was written');
    expect(tree(join(copy, 'dist'))).toEqual(before);
  });

  it('is reported to programs as JSON', () => {
    const { status, stdout } = run(['synth', '--json'], { root: copy });
    expect(status).toBe(1);
    expect(JSON.parse(stdout).findings[0]).toMatchObject({
      check: 2,
      what: expect.any(String),
      cure: expect.any(String),
    });
  });
});
