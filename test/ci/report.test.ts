import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

describe('.ci/report', () => {
  it('asks the browser that is there, and installs none', () => {
    expect(run({ chromium: 'exit 0', 'apt-get': 'echo apt-get' })).toEqual([0, 'npm run --silent test:report\n', '']);
  });

  it('installs Debian’s where there is none, after a look for new lists', () => {
    const [status, output] = run({
      'apt-get': '[ "$1" = update ] || [ -e "$TOOLS/updated" ] || { : >"$TOOLS/updated"; exit 1; }',
    });
    expect([status, output]).toEqual([0, 'npm run --silent test:report\n']);
  });

  it('says so where it can install none, and lets the tests say that nobody looked', () => {
    const [status, output, errors] = run({ 'apt-get': 'echo no root >&2; exit 1' });
    expect([status, output]).toEqual([0, 'npm run --silent test:report\n']);
    expect(errors).toBe(
      'no root\nno root\n.ci/report: no chromium, and apt-get cannot install it: the report is looked at by nobody\n',
    );
  });

  it('fails when the tests do', () => {
    expect(run({ chromium: 'exit 0', npm: 'exit 3' })[0]).toBe(3);
  });
});

describe('.ci/pages', () => {
  it('publishes the page, and every list that it leads to', () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'pages-')), 'public');
    expect(spawnSync('bash', ['.ci/pages', folder], { cwd: root, encoding: 'utf8' })).toMatchObject({ status: 0 });
    const page = readFileSync(join(folder, 'index.html'), 'utf8');
    expect(page).toBe(readFileSync(join(root, 'dist/report/index.html'), 'utf8'));
    const lists = [...page.matchAll(/href="([a-z]+\.md)"/g)].map(([, name]) => name as string);
    expect(lists.length).toBeGreaterThan(5);
    expect(lists.filter((name) => !existsSync(join(folder, name)))).toEqual([]);
    expect(readdirSync(folder).filter((name) => !/\.(html|md)$/.test(name))).toEqual([]);
  });
});

/** @param tools what is on the PATH beside what the script itself needs, as commands of the shell */
function run(
  tools: Readonly<Record<string, string>>,
): readonly [status: number | null, output: string, errors: string] {
  const path = mkdtempSync(join(tmpdir(), 'tools-'));
  for (const name of ['bash', 'dirname', 'env', 'mktemp', 'rm', 'tail']) {
    const { stdout } = spawnSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' });
    symlinkSync(stdout.trim(), join(path, name));
  }
  for (const [name, command] of Object.entries({ npm: 'echo "npm $*"', ...tools })) {
    writeFileSync(join(path, name), `#!/bin/sh\n${command}\n`);
    chmodSync(join(path, name), 0o755);
  }
  const env = { PATH: path, TOOLS: path };
  const { status, stdout, stderr } = spawnSync('bash', ['.ci/report'], { cwd: root, encoding: 'utf8', env });
  return [status, stdout, stderr];
}
