import { readCommandLine } from '../../synth/terminal/command-line.ts';
import { refuseKeptByNpm } from '../../synth/terminal/npm-flags.ts';
import { type CommandLine, UsageError } from '../../synth/terminal/usage.ts';
import { commands, takes } from './shapes.ts';

const commandLine: CommandLine = {
  name: 'npm run secrets --',
  says: "The platform's secrets: listed, made, sealed, changed. Without a command: list.",
  takes,
  commands,
  footer: 'No value is ever shown. Exit code: 0 done; 1 refused, and nothing was written.\n',
};

/** Every flag of every command. */
const known = [...new Set(Object.values(commands).flatMap(({ flags }) => Object.keys(flags)))];

export type Command = keyof typeof commands;

type Flag = { [C in Command]: keyof (typeof commands)[C]['flags'] }[Command];
type Values = { readonly [F in Flag]?: F extends keyof typeof takes ? string : true };

export interface Arguments {
  readonly command: Command;
  readonly words: readonly string[];
  readonly flags: Values;
}

/**
 * Reads the command line, or makes the page of help that it asks for.
 *
 * @throws UsageError, which repeats nothing of what was typed, and for flags that npm kept for itself
 */
export function readArguments(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
  width?: number,
): Arguments | { readonly help: string } {
  refuseKeptByNpm('secrets', known, args, env);
  const [first = ''] = args;
  const bare = first === '' || (first.startsWith('-') && first !== '--help' && first !== '-h');
  const typed = readCommandLine(commandLine, bare ? ['list', ...args] : args, width);
  if ('help' in typed) return typed;
  const flags = typed.flags as Values;
  refuseTogether(flags);
  return { command: typed.command as Command, words: typed.words, flags };
}

function refuseTogether(flags: Values): void {
  const refuse = (letter: string): never => {
    throw new UsageError(letter, commandLine.name);
  };
  if (flags.placeholder && (flags['from-env'] || flags['from-file'] !== undefined)) {
    refuse('--placeholder throws its key away: values given with --from-env or --from-file would be lost');
  }
  if (flags.certificate !== undefined && flags['new-key'] !== undefined) {
    refuse('--certificate names a certificate that is there, --new-key makes one: leave one of them out');
  }
  if (flags.from !== undefined && (flags.certificate !== undefined || flags['new-key'] !== undefined)) {
    refuse('--from takes values over under the present certificate: reseal under a new one afterwards');
  }
}
