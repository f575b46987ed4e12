import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { repository, temporary } from './command-line.ts';

/** Runs the command line on a terminal of 80 columns, of util-linux's making. */
function onTerminal(words: string): string {
  const command = `stty cols 80 rows 24; '${process.execPath}' '${join(repository, 'synth/run.mjs')}' ${words}`;
  const { NO_COLOR: _, ...env } = process.env;
  const { stdout } = spawnSync('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    cwd: repository,
    env,
    encoding: 'utf8',
  });
  return stdout;
}

const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*[mK]`, 'g');

/** What stays to be read: a line of progress is gone when the next one is written over it. */
const linesOf = (output: string): readonly string[] =>
  output
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => (line.split('\r').at(-1) ?? '').replaceAll(escapes, ''));

describe.each([
  ['synth', () => `synth --no-types --out ${temporary()}`],
  ['secrets', () => 'secrets list'],
  ['synth --help', () => 'synth --help'],
  ['secrets --help', () => 'secrets --help'],
])('npm run %s on a terminal of 80 columns', (_, words) => {
  let output = '';
  beforeAll(() => {
    output = onTerminal(words());
  });

  it('passes no edge', () => {
    const lines = linesOf(output);
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });
});

describe('npm run synth on a terminal', () => {
  it('has colours, calls new files new, and shows what takes long', () => {
    const output = onTerminal(`synth --no-types --out ${temporary()}`);
    expect(output).toContain('\u001b[32m  new      bootstrap/');
    expect(output).toMatch(/\n {2}\d+ new, 0 changed, 0 unchanged, 0 removed\r?\n/);
    expect(output).toContain('composing …');
  });
});
