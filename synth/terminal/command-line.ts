import { Command, CommanderError } from 'commander';
import { wrap } from './layout.ts';
import { type CommandLine, helpOf, refuse, type Shape, UsageError } from './usage.ts';

export interface Typed {
  readonly command: string;
  readonly words: readonly string[];
  /** Those that were typed, by name; true for one that takes nothing. */
  readonly flags: Readonly<Record<string, string | true>>;
}

/**
 * Reads a command line, or makes the page of help that it asks for, as wide as the terminal.
 *
 * @throws UsageError, with what is similar to what was typed
 */
export function readCommandLine(line: CommandLine, args: readonly string[], width = 80): Typed | { help: string } {
  let page = '';
  let typed: Typed | undefined;
  const program = programOf(line, width, (text) => {
    page += text;
  });
  for (const [name, shape] of Object.entries(line.commands)) {
    const command = name === '' ? program : program.command(name).helpGroup(shape.group ?? 'Commands:');
    shapeInto(command, line, shape).addHelpText('after', `\nExample:\n  ${line.name} ${shape.example}`);
    command.exitOverride(refuse(line, name)).action(() => {
      typed = { command: name, words: command.args, flags: flagsOf(command, line, name) };
    });
  }
  if (program.commands.length > 0) program.helpCommand('help [command]', 'this page, or one of a command');
  try {
    program.parse(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
  }
  return typed ?? { help: page };
}

/** Prints nothing by itself but pages of help, and never ends the process. */
function programOf(line: CommandLine, width: number, print: (text: string) => void): Command {
  const footer = line.footer.split('\n').flatMap((text) => wrap(text, width, '    '));
  return new Command(line.name)
    .description(line.says)
    .helpOption('-h, --help', 'this page')
    .addHelpText('afterAll', `\n${footer.join('\n')}`)
    .exitOverride(refuse(line, ''))
    .configureOutput({
      writeOut: print,
      writeErr: print,
      outputError: () => undefined,
      getOutHelpWidth: () => width,
      getErrHelpWidth: () => width,
    });
}

function shapeInto(command: Command, { takes }: CommandLine, { says, words, flags }: Shape): Command {
  command.description(says);
  for (const word of words) command.argument(word.startsWith('[') ? word : `<${word}>`);
  for (const [flag, text] of Object.entries(flags)) {
    const value = takes[flag];
    command.option(value ? `--${flag} <${value[0]}>` : `--${flag}`, text);
  }
  return command;
}

function flagsOf(command: Command, line: CommandLine, name: string): Typed['flags'] {
  const given = command.options.filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli');
  const flags = given.map((option) => [option.name(), command.getOptionValue(option.attributeName()) || ''] as const);
  const entries = flags.map(([flag, value]): [string, string | true] => {
    const takes = line.takes[flag];
    // A flag's value that begins like a flag is most likely the next flag, and its own value is forgotten.
    if (takes && !/^(?!--)./.test(String(value)))
      throw new UsageError(`--${flag} needs ${takes[1]}`, helpOf(line, name));
    return [flag, takes ? String(value) : true];
  });
  return Object.fromEntries(entries);
}
