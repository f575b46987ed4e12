import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isEcho, problemsIn } from '../../../synth/command/type-check.ts';
import { repository, run, scratchCopy, temporary } from './command-line.ts';
import { lineOf, Trial, trialChart, trialService } from './trial.ts';

describe('what the compiler refuses', () => {
  const trial = new Trial();
  const wrong = {
    zone: [trialChart, 'host: host', "host: 'wiki.example.invalid'"],
    backup: [trialService, "backup: 'daily'", "backup: 'monthly'"],
    port: [trialService, 'http: 8080', "http: '8080'"],
  } as const;

  it.each([
    { edit: 'zone', says: "Type '\"wiki.example.invalid\"' is not assignable to type 'Host'", file: trialChart },
    { edit: 'backup', says: "Type '\"monthly\"' is not assignable to type 'Backup", file: trialService },
    { edit: 'port', says: "Type 'string' is not assignable to type 'number'", file: trialService },
  ] as const)('is refused by synth, once: a $edit', ({ edit, says, file }) => {
    const { status, stdout, stderr } = trial.run(['synth'], wrong[edit]);
    const [, text] = lineOf(trial.root, file, wrong[edit][2].trim().split('\n').at(-1) ?? '').split(':');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(new RegExp(`^types {2}${file}\n {2}${text}:\\d+  `));
    expect(stderr).toContain(says);
    expect(stderr).toMatch(/\n1 type error; nothing was written\n$/);
  });

  it('is told of all files at once, and to programs as findings', () => {
    const { status, stdout } = trial.run(['synth', '--json'], wrong.zone, wrong.backup);
    const { findings } = JSON.parse(stdout);
    expect(status).toBe(1);
    expect(findings).toHaveLength(2);
    expect(findings[0]).toMatchObject({
      check: 'types',
      where: expect.stringMatching(/^charts\/trial\.ts:\d+:\d+$/),
      what: expect.stringContaining('is not assignable'),
      got: expect.stringContaining("host: 'wiki.example.invalid'"),
      cure: expect.stringContaining('TS2322'),
    });
  });

  it('is let pass with --no-types, for the constructs to refuse', () => {
    const { status, stderr } = trial.run(['synth', '--no-types'], wrong.port);
    expect(status).toBe(1);
    expect(stderr).toContain("'8080' is no port; did you mean 8080?");
    expect(stderr).not.toContain('TS2322');
  });
});

describe('the answer of the compiler', () => {
  // Its own installation, so that things can be taken out of it.
  const copy = scratchCopy();
  const installed = join(copy, 'node_modules');
  rmSync(installed);
  mkdirSync(installed);
  for (const name of readdirSync(join(repository, 'node_modules')).filter((name) => name !== '.cache'))
    symlinkSync(join(repository, 'node_modules', name), join(installed, name));
  const libraries = join(repository, 'node_modules/.cache/uyoop');
  if (existsSync(libraries))
    cpSync(libraries, join(installed, '.cache/uyoop'), { recursive: true, filter: (from) => !/types/.test(from) });
  const synth = (...flags: readonly string[]) => run(['synth', '--out', temporary(), ...flags], { root: copy });
  const typesOf = (...flags: readonly string[]) => JSON.parse(synth('--json', ...flags).stdout).types;

  it('is remembered as long as nothing changes, and asked for again after that', () => {
    expect(typesOf()).toBe('checked');
    rmSync(join(installed, 'typescript'));
    expect(typesOf()).toBe('remembered');

    const main = join(copy, 'main.ts');
    writeFileSync(main, `${readFileSync(main, 'utf8')}\n// Changed.\n`);
    const { status, stdout, stderr } = synth();
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain("the types could not be checked: Cannot find module 'typescript/package.json'");
    expect(stderr).toContain('go on without: npm run synth -- --no-types');
    expect(typesOf('--no-types')).toBe('not checked');
  }, 60_000);

  it('is asked for each time where nothing can be kept', () => {
    rmSync(join(installed, '.cache'), { recursive: true });
    writeFileSync(join(installed, '.cache'), 'no folder');
    symlinkSync(join(repository, 'node_modules/typescript'), join(installed, 'typescript'));
    expect(typesOf()).toBe('checked');
  });
});

describe('reading what the compiler prints', () => {
  const output = [
    'error TS5083: Cannot read file.',
    "charts/index.ts(1,2): error TS2322: Type 'A' is not assignable to type 'B'.",
    "  Property 'x' is missing.",
    '',
  ].join('\n');

  it('keeps each problem with its reasons', () => {
    expect(problemsIn({ output }, repository)).toMatchObject([
      { file: '', code: 'TS5083', says: ['Cannot read file.'], text: '' },
      { file: 'charts/index.ts', line: 1, column: 2, says: [expect.any(String), "  Property 'x' is missing."] },
    ]);
  });

  it('knows words about the very value that is refused', () => {
    const problem = { file: 'a.ts', line: 1, column: 3, code: 'TS2322', says: [], text: "  host: 'blog.example.org'," };
    expect(isEcho("host 'blog.example.org' is in no zone", [problem])).toBe(true);
    expect(isEcho("host 'other.example.org' is in no zone", [problem])).toBe(false);
    expect(isEcho('anything', [{ ...problem, column: 9, text: '' }])).toBe(false);
  });
});
