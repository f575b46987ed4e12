import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository, temporary } from './command-line.ts';

/** Runs the command line on a terminal of 80 columns, of util-linux's making. */
function onTerminal(words: string, variables: Readonly<Record<string, string>> = {}): string {
  const command = `stty cols 80 rows 24; '${process.execPath}' '${join(repository, 'synth/run.mjs')}' ${words}`;
  const { NO_COLOR: _, ...env } = process.env;
  const { stdout } = spawnSync('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    cwd: repository,
    env: { ...env, TERM: 'xterm', ...variables },
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

const tooWide = (output: string) => linesOf(output).filter((line) => line.length > 80);

describe('on a terminal of 80 columns', () => {
  it('synth passes no edge, has colours, calls new files new, and shows what takes long', () => {
    const output = onTerminal(`synth --no-types --out ${temporary()}`);
    expect(tooWide(output)).toEqual([]);
    expect(output).toContain('\u001b[32m  new      bootstrap/');
    expect(output).toMatch(/\n {2}\d+ new, 0 changed, 0 unchanged, 0 removed\r?\n/);
    expect(output).toContain('composing …');
  });

  it.each<{ variables: Readonly<Record<string, string>>; colours: boolean }>([
    { variables: { CI: 'true' }, colours: true },
    { variables: { TERM: 'dumb' }, colours: false },
    { variables: { NO_COLOR: '1' }, colours: false },
  ])('with $variables it has colours: $colours', ({ variables, colours }) => {
    const output = onTerminal(`synth --no-types --out ${temporary()}`, variables);
    expect(output.includes('\u001b[32m')).toBe(colours);
  });

  it('the list of secrets passes no edge', () => {
    const output = onTerminal('secrets list');
    expect(tooWide(output)).toEqual([]);
    expect(linesOf(output).length).toBeGreaterThan(20);
    expect(output).toMatch(/\d+ values: \d+ sealed/);
  });
});
