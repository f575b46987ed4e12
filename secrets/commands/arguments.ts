import { parseArgs } from 'node:util';
import { nearest } from '../../constructs/facts/nearest.ts';

const options = {
  json: { type: 'boolean' },
  placeholder: { type: 'boolean' },
  'from-env': { type: 'boolean' },
  'from-file': { type: 'string' },
  'from-terraform': { type: 'string' },
  key: { type: 'string' },
  'new-key': { type: 'string' },
  certificate: { type: 'string' },
  from: { type: 'string' },
  stack: { type: 'string' },
  recipient: { type: 'string' },
  identity: { type: 'string' },
  verify: { type: 'boolean' },
  'restic-password': { type: 'string' },
  'vault-keys': { type: 'string' },
  'k3s-token': { type: 'string' },
  'state-token': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Flag = keyof typeof options;
type Values = { readonly [F in Flag]?: (typeof options)[F]['type'] extends 'string' ? string : boolean };

interface Shape {
  readonly flags: readonly Flag[];
  /** The words behind the command; those in brackets may be left out. */
  readonly words: readonly string[];
}

const shapes = {
  list: { flags: ['json'], words: [] },
  init: { flags: ['key', 'from-env', 'from-file', 'from-terraform'], words: [] },
  seal: { flags: ['from-env', 'from-file', 'placeholder'], words: [] },
  set: { flags: ['from-env', 'from-file'], words: ['NAMESPACE/NAME', 'KEY'] },
  rotate: { flags: [], words: ['NAMESPACE/NAME', '[KEY]'] },
  'import-terraform': { flags: ['stack'], words: ['FILE'] },
  reseal: { flags: ['key', 'new-key', 'certificate', 'from'], words: [] },
  prune: { flags: [], words: [] },
  kit: {
    flags: ['key', 'recipient', 'identity', 'verify', 'restic-password', 'vault-keys', 'k3s-token', 'state-token'],
    words: ['DIR'],
  },
  leaks: { flags: [], words: [] },
} as const satisfies Readonly<Record<string, Shape>>;

export type Command = keyof typeof shapes;

export interface Arguments {
  readonly command: Command | 'help';
  readonly words: readonly string[];
  readonly flags: Values;
}

/** What was typed is not understood. */
export class UsageError extends Error {}

/** Reads the command line. @throws UsageError, with the nearest word that is known. */
export function readArguments(args: readonly string[]): Arguments {
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const typed = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  const command = commandOf(typed[0] ?? 'list');
  for (const token of tokens) if (token.kind === 'option') refuseFlag(command, token);
  const { values: flags, positionals } = valuesOf(args);
  if (flags.help) return { command: 'help', words: [], flags };
  const words = positionals.slice(1);
  refuseWords(command, words);
  refuseTogether(flags);
  return { command, words, flags };
}

function refuseTogether(flags: Values): void {
  if (flags.placeholder && (flags['from-env'] || flags['from-file'] !== undefined)) {
    throw new UsageError(
      '--placeholder throws its key away: values given with --from-env or --from-file would be lost',
    );
  }
  if (flags.certificate !== undefined && flags['new-key'] !== undefined) {
    throw new UsageError('--certificate names a certificate that is there, --new-key makes one: leave one of them out');
  }
  if (flags.from !== undefined && (flags.certificate !== undefined || flags['new-key'] !== undefined)) {
    throw new UsageError('--from takes values over under the present certificate: reseal under a new one afterwards');
  }
}

function valuesOf(args: readonly string[]): { readonly values: Values; readonly positionals: readonly string[] } {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function commandOf(word: string): Command {
  if (Object.hasOwn(shapes, word)) return word as Command;
  throw new UsageError(`'${word}' is no command; nearest: ${nearest(word, Object.keys(shapes))}`);
}

/** A value typed as a word would stand in the shell's history and in the process list: words are not repeated either. */
function refuseWords(command: Command, words: readonly string[]): void {
  const wanted: readonly string[] = shapes[command].words;
  const least = wanted.filter((word) => !word.startsWith('[')).length;
  if (words.length >= least && words.length <= wanted.length) return;
  if (wanted.length === 0) throw new UsageError(`${command} takes no further words, got ${words.length}`);
  const cure =
    command === 'set' && words.length > 2 ? ': a value is never typed there, it is asked for, or piped in' : '';
  throw new UsageError(`${command} takes ${wanted.join(' ')}, got ${words.length} words${cure}`);
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
}

function refuseFlag(command: Command, { name, rawName, value }: OptionToken): void {
  if (name === 'help') return;
  const known: readonly string[] = shapes[command].flags;
  if (!known.includes(name)) {
    const others = Object.entries(shapes).filter(([, { flags }]) => (flags as readonly string[]).includes(name));
    const cure =
      others.length > 0
        ? `it is one of ${others.map(([other]) => other).join(', ')}`
        : `nearest: --${nearest(name, [...known, 'help'])}`;
    throw new UsageError(`${rawName} is no flag of ${command}; ${cure}`);
  }
  const takesValue = options[name as Flag].type === 'string';
  if (takesValue && !value) throw new UsageError(`${rawName} needs ${needs[name as Flag] ?? 'a file'}`);
  if (!takesValue && value !== undefined) throw new UsageError(`${rawName} takes no value`);
}

const needs: { readonly [F in Flag]?: string } = {
  'from-file': 'a file, or - for standard input',
  'from-terraform': 'a file, or - for standard input',
  stack: 'the name of a Terraform stack',
  recipient: 'an age recipient (age1...)',
  'new-key': 'a path outside the repository',
};
