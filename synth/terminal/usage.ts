import type { CommanderError } from 'commander';

/** What was typed is not understood. Nothing of it is repeated: a secret that was typed by mistake would stand in a log. */
export class UsageError extends Error {
  constructor(letter: string, help: string) {
    super(`${letter}\nSee '${help} --help'`);
  }
}

/** What a command understands. */
export interface Shape {
  readonly says: string;
  /** The words behind it; those in brackets may be left out. */
  readonly words: readonly string[];
  /** What each flag does, by its name. */
  readonly flags: Readonly<Record<string, string>>;
  /** What is typed, behind the command line's name. */
  readonly example: string;
  /** Said beside a refusal of its words. */
  readonly hint?: string;
  /** Heading that it stands under among the commands. */
  readonly group?: string;
}

export interface CommandLine {
  /** As it is typed: `npm run secrets --`. */
  readonly name: string;
  readonly says: string;
  /** What a flag takes, in one word and in several; a flag that is not here takes nothing. */
  readonly takes: Readonly<Record<string, readonly [word: string, needs: string]>>;
  /** By name. The one called '' is the command line itself, without a word before its flags. */
  readonly commands: Readonly<Record<string, Shape>>;
  /** Stands below each page of help: exit codes, say. */
  readonly footer: string;
}

export const helpOf = ({ name }: CommandLine, command: string): string => `${name} ${command}`.trim();

/**
 * What to throw for an error of commander's: its own messages repeat what was typed, so only their code is used, and names
 * that we know. An error that only says that help was printed stays what it is.
 */
export const refuse = (line: CommandLine, name: string) => (error: CommanderError) => {
  if (error.code.startsWith('commander.help')) throw error;
  const letter = letters[error.code] ?? (() => 'what was typed is not understood');
  throw new UsageError(letter(error.message, line, name), helpOf(line, name));
};

type Letter = (message: string, line: CommandLine, name: string) => string;

const tooMany: Letter = (_, line, name) => {
  const { words = [], hint } = line.commands[name] ?? {};
  const wanted = words.length > 0 ? `takes ${words.join(' ')} and nothing else` : 'takes no words';
  return `${label(line, name)} ${wanted}${hint ? `: ${hint}` : ''}`;
};

const letters: Readonly<Record<string, Letter>> = {
  'commander.unknownCommand': (message, { commands }) =>
    `there is no such command; ${similarIn(message) ?? `there are ${Object.keys(commands).join(', ')}`}`,
  'commander.unknownOption': unknownFlag,
  'commander.optionMissingArgument': (message, { takes }) => {
    const flag = /--([a-z0-9-]+)/.exec(message)?.[1] ?? '';
    return `--${flag} needs ${takes[flag]?.[1]}`;
  },
  'commander.missingArgument': (_, line, name) => `${label(line, name)} needs ${line.commands[name]?.words.join(' ')}`,
  'commander.excessArguments': tooMany,
};

function unknownFlag(message: string, line: CommandLine, name: string): string {
  const flag = /'--([a-z0-9-]+)/.exec(message)?.[1] ?? '';
  const { flags = {} } = line.commands[name] ?? {};
  if (Object.hasOwn(flags, flag)) return `--${flag} takes no value`;
  const others = Object.entries(line.commands).filter(([, other]) => Object.hasOwn(other.flags, flag));
  const none = `${label(line, name)} has no such flag`;
  if (others.length > 0) return `${none}; --${flag} is one of ${others.map(([other]) => other).join(', ')}`;
  const known = ['help', ...Object.keys(flags)].map((one) => `--${one}`);
  return `${none}; ${similarIn(message) ?? `it has ${known.join(', ')}`}`;
}

/** What commander finds similar among the names that it knows. */
function similarIn(message: string): string | undefined {
  const found = /\n\(Did you mean (.+)\?\)$/.exec(message)?.[1];
  return found && `did you mean ${found}?`;
}

const label = ({ name }: CommandLine, command: string): string => command || name.replace(/^npm run (\w+).*/, '$1');
