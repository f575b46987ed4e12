import { parseArgs } from 'node:util';
import { nearest } from './nearest.ts';

export const help = `npm run secrets                         lists every declared secret: how it is made, and whether it is sealed
npm run secrets -- --json               the same for programs

npm run secrets -- seal                 makes and seals what is missing, for both homes of a value
    --from-env                          takes values that only a person or Terraform knows from UYOOP_* variables
    --from-file FILE                    takes them from a JSON file outside the repository: { "UYOOP_...": "value" };
                                        - is standard input
    --placeholder                       makes a certificate that nobody can open, and seals random text for every
                                        value, so that an example platform synthesizes
npm run secrets -- prune                deletes from sealed/ what nobody declares

No value is ever printed. Exit code: 0 done, 1 refused, and nothing was written.
`;

export interface Arguments {
  readonly command: 'list' | 'seal' | 'prune' | 'help';
  readonly json: boolean;
  readonly placeholder: boolean;
  readonly fromEnv: boolean;
  readonly fromFile: string | undefined;
}

/** What was typed is not understood. */
export class UsageError extends Error {}

const options = {
  json: { type: 'boolean' },
  placeholder: { type: 'boolean' },
  'from-env': { type: 'boolean' },
  'from-file': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const flagsOf: Readonly<Record<string, readonly string[]>> = {
  list: ['json', 'help'],
  seal: ['from-env', 'from-file', 'placeholder', 'help'],
  prune: ['help'],
};

/** Reads the command line. @throws UsageError, with the nearest word that is known. */
export function readArguments(args: readonly string[]): Arguments {
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const command = commandOf(positionals);
  for (const token of tokens) {
    if (token.kind === 'option') refuseFlag(command, token);
  }
  const values = valuesOf(args);
  if (values.placeholder && (values['from-env'] || values['from-file'] !== undefined)) {
    throw new UsageError(
      '--placeholder throws its key away: values given with --from-env or --from-file would be lost',
    );
  }
  return {
    command: values.help ? 'help' : command,
    json: values.json ?? false,
    placeholder: values.placeholder ?? false,
    fromEnv: values['from-env'] ?? false,
    fromFile: values['from-file'],
  };
}

function valuesOf(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function commandOf(positionals: readonly string[]): 'list' | 'seal' | 'prune' {
  const [command = 'list', ...rest] = positionals;
  if (!Object.hasOwn(flagsOf, command)) {
    throw new UsageError(`'${command}' is no command; nearest: ${nearest(command, Object.keys(flagsOf))}`);
  }
  // A value typed here would stand in the shell's history and in the process list: it is not repeated either.
  if (rest.length > 0) throw new UsageError(`${command} takes no further words, got ${rest.length}`);
  return command as 'list' | 'seal' | 'prune';
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function refuseFlag(command: string, { name, rawName, value }: OptionToken): void {
  const known = flagsOf[command] ?? [];
  if (!known.includes(name)) {
    const other = Object.keys(flagsOf).find((candidate) => flagsOf[candidate]?.includes(name));
    const cure = other ? `it is one of ${other}` : `nearest: --${nearest(name, known)}`;
    throw new UsageError(`${rawName} is no flag of ${command}; ${cure}`);
  }
  const takesValue = options[name as keyof typeof options].type === 'string';
  if (takesValue && !value) throw new UsageError(`${rawName} needs a file, or - for standard input`);
  if (!takesValue && value !== undefined) throw new UsageError(`${rawName} takes no value`);
}
