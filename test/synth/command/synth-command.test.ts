import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { uyoop } from '../../../platform/uyoop.ts';
import { repository, run, scratchCopy, temporary, tree } from './command-line.ts';

/** What the command writes here and now; no test changes it. */
const here = temporary();
let first: ReturnType<typeof run>;

beforeAll(() => {
  first = run(['synth', '--out', here]);
});

/** A folder that holds what it wrote. */
function written(): string {
  const out = temporary();
  cpSync(here, out, { recursive: true });
  return out;
}

describe('npm run synth', () => {
  it('leaves the committed dist/ as it is', () => {
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(tree(here)).toEqual(tree(join(repository, 'dist')));
  });

  it('shows objects, files, budgets, exceptions and the time', () => {
    const [machine] = uyoop.machines;
    const words = ['kubernetes/services', 'objects', `${machine?.name}`, 'written exceptions', ' s\n'];
    for (const word of words) expect(first.stdout).toContain(word);
    expect(first.stdout).not.toContain('\u001b');
  });

  it('counts every file that it writes', () => {
    const { layers, written: files } = JSON.parse(run(['synth', '--out', written(), '--json']).stdout);
    const counted = layers.reduce((sum: number, layer: { files: number }) => sum + layer.files, 0);
    expect(counted).toBe(files.unchanged.length);
  });

  it('changes nothing when it runs twice', () => {
    const { written: files } = JSON.parse(run(['synth', '--out', written(), '--json']).stdout);
    expect(files).toMatchObject({ changed: [], removed: [] });
    expect(files.unchanged.length).toBeGreaterThan(20);
  });

  it('writes another phase for another engine, and removes the files of the one that is no longer used', () => {
    const out = written();
    const other = uyoop.gitops === 'flux' ? 'argocd' : 'flux';
    const { status, stderr } = run(['synth', '--phase', '1', '--engine', other, '--out', out]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const paths = Object.keys(tree(out));
    expect(paths).toContain(`bootstrap/${other}/${other}-namespace.yaml`);
    expect(paths.filter((path) => new RegExp(`(^|/)${uyoop.gitops}/`).test(path))).toEqual([]);
    expect(paths.filter((path) => path.includes('vault'))).toEqual([]);
  });

  it('writes the same bytes from another folder, time zone, language and user', () => {
    const there = temporary();
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

  it('writes nothing on a disk with no room left, and all of it on the next run', () => {
    const out = temporary();
    const { status, stderr } = run(['synth', '--out', out], { blocks: 30 });
    expect([status, stderr]).toEqual([1, expect.stringMatching(/no room left to write \(EFBIG\): free some/)]);
    expect(tree(out)).toEqual({});
    run(['synth', '--out', out]);
    expect(tree(out)).toEqual(tree(here));
  });

  it('refuses placeholders in production, and writes nothing', () => {
    const root = scratchCopy();
    const owner = join(root, 'platform/owner.ts');
    writeFileSync(owner, readFileSync(owner, 'utf8').replace(/acmeMail: '[^']*'/, "acmeMail: 'acme@example.org'"));
    const out = temporary();
    const { status, stderr } = run(['synth', '--production', '--out', out], { root });
    expect(status).toBe(1);
    expect(stderr).toContain('owner.acmeMail');
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
  const facts = join(copy, 'platform/uyoop.ts');
  // Every machine has one core.
  writeFileSync(facts, readFileSync(facts, 'utf8').replaceAll(/cores: \d+/g, 'cores: 1'));

  it('is reported with where, what, got and what to do, and leaves dist/ as it was', () => {
    const before = tree(join(copy, 'dist'));
    const { status, stderr } = run(['synth'], { root: copy });
    expect(status).toBe(1);
    expect(stderr).toMatch(/check 1 {2}.*\n.*\n {2}got: .*1 cores.*\n {2}do: /);
    expect(stderr).toContain('nothing was written');
    expect(tree(join(copy, 'dist'))).toEqual(before);
  });

  it('is reported to programs as JSON', () => {
    const { status, stdout } = run(['synth', '--json'], { root: copy });
    expect(status).toBe(1);
    expect(JSON.parse(stdout).findings[0]).toMatchObject({
      check: 1,
      what: expect.any(String),
      cure: expect.any(String),
    });
  });
});
