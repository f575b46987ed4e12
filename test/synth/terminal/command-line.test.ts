import { describe, expect, it } from 'vitest';
import { readCommandLine } from '../../../synth/terminal/command-line.ts';
import { type CommandLine, UsageError } from '../../../synth/terminal/usage.ts';

const line: CommandLine = {
  name: 'npm run tool --',
  says: 'A tool.',
  takes: { file: ['FILE', 'a file, or -'] },
  commands: {
    seal: { says: 'Seals.', words: [], flags: { file: 'takes it', dry: 'does nothing' }, example: 'seal --dry' },
    set: { says: 'Sets.', words: ['NAME', '[KEY]'], flags: { json: 'for programs' }, example: 'set a', hint: 'ask' },
  },
  footer: 'Exit code: 0 done; 1 refused.\n',
};

const read = (...args: string[]) => readCommandLine(line, args);
const refusal = (...args: string[]): string => {
  try {
    read(...args);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error('it was understood');
};

describe('a command line', () => {
  it('is read into its command, its words and the flags that were typed', () => {
    expect(read('seal', '--dry', '--file', 'a b')).toEqual({
      command: 'seal',
      words: [],
      flags: { dry: true, file: 'a b' },
    });
    expect(read('set', 'x', '--json', 'y')).toEqual({ command: 'set', words: ['x', 'y'], flags: { json: true } });
    expect(read('seal', '--file=-')).toMatchObject({ flags: { file: '-' } });
  });

  it.each([
    [['sael'], 'there is no such command; did you mean seal?'],
    [['frobnicate'], 'there is no such command; there are seal, set'],
    [['seal', '--dri'], 'seal has no such flag; did you mean --dry?'],
    [['seal', '--frobnicate'], 'seal has no such flag; it has --help, --file, --dry'],
    [['seal', '--json'], 'seal has no such flag; --json is one of set'],
    [['seal', '--dry=yes'], '--dry takes no value'],
    [['seal', '--file'], '--file needs a file, or -'],
    [['seal', '--file='], '--file needs a file, or -'],
    [['seal', '--file', '--dry'], '--file needs a file, or -'],
    [['seal', 'word'], 'seal takes no words'],
    [['set'], 'set needs NAME [KEY]'],
    [['set', 'a', 'b', 'c'], 'set takes NAME [KEY] and nothing else: ask'],
  ])('%j is refused with what to type instead', (args, letter) => {
    expect(refusal(...args)).toContain(letter);
    expect(refusal(...args)).toMatch(/\nSee 'npm run tool --( \w+)? --help'$/);
  });

  it.each([
    [['hunter2']],
    [['-hunter2']],
    [['--hunter2']],
    [['--hunter2=hunter2']],
    [['seal', 'hunter2']],
    [['seal', '--', 'hunter2']],
    [['seal', '--hunter2']],
    [['seal', '--password=hunter2']],
    [['seal', '--password', 'hunter2']],
    [['seal', '--dry=hunter2']],
    [['seal', '-phunter2']],
    [['seal', '--file=', 'hunter2']],
    [['set', 'a', 'b', 'hunter2']],
    [['set', 'a', '--json=hunter2']],
  ])('%j is refused without a word of what was typed', (args) => {
    expect(refusal(...args)).not.toContain('hunter2');
  });

  it('has a page of help, and one for each command', () => {
    for (const args of [['--help'], ['-h'], ['help'], []])
      expect(read(...args)).toMatchObject({ help: expect.any(String) });
    const { help } = read('seal', '--help') as { help: string };
    expect(help).toContain('Usage: npm run tool -- seal [options]');
    for (const words of ['Seals.', '--file <FILE>', 'Example:\n  npm run tool -- seal --dry\n', 'Exit code: 0'])
      expect(help).toContain(words);
    expect(help).not.toContain('--json');
  });
});
