import { readCommandLine } from '../../synth/terminal/command-line.ts';
import { refuseKeptByNpm } from '../../synth/terminal/npm-flags.ts';
import { type CommandLine, UsageError } from '../../synth/terminal/usage.ts';
import { classNames } from '../change/change.ts';
import type { Threshold } from '../change/gate.ts';

const name = 'npm run diff --';

export const formats = ['text', 'markdown', 'json', 'codequality'] as const;
export type Format = (typeof formats)[number];

const thresholds: readonly Threshold[] = [...classNames, 'none'];

const flags = {
  base: 'compares with this commit (default: where this branch left the default branch)',
  format: `${formats.join(', ')} (default: text)`,
  'fail-on': `exits with 1 for changes of this class or a worse one: ${thresholds.join(', ')} (default: data-loss)`,
  full: 'nothing folded and nothing cut: for the artifact beside a comment',
};

const commandLine: CommandLine = {
  name,
  says: '',
  takes: {
    base: ['REF', 'a branch, a tag or a commit'],
    format: ['FORMAT', `one of ${formats.join(', ')}`],
    'fail-on': ['CLASS', `one of ${thresholds.join(', ')}`],
  },
  commands: {
    '': {
      says: 'Says what will happen when dist/ as it stands is merged: what is lost, replaced, opened, restarted.',
      words: [],
      flags,
      example: '--base origin/main --format markdown --fail-on replace',
      hint: 'flags begin with --',
    },
  },
  footer: [
    'Waivers lie in waivers/, a file each: docs/review.md.',
    'Exit code: 0 it may be merged; 1 the gate is shut, or a waiver is expired, unused or unreadable; 2 nothing could be',
    'compared, and nothing true can be said.\n',
  ].join('\n'),
};

export interface Arguments {
  readonly base?: string;
  readonly format: Format;
  readonly threshold: Threshold;
  readonly full: boolean;
}

/** Reads the command line. @throws UsageError for what is not understood, and for flags that npm kept for itself */
export function readArguments(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  width?: number,
): Arguments | { readonly help: string } {
  refuseKeptByNpm('diff', Object.keys(flags), args, env);
  const typed = readCommandLine(commandLine, args, width);
  if ('help' in typed) return typed;
  const { base, format = 'text', 'fail-on': threshold = 'data-loss', full = false } = typed.flags;
  return {
    base: base === undefined ? undefined : String(base),
    format: oneOf(formats, 'format', String(format)),
    threshold: oneOf(thresholds, 'fail-on', String(threshold)),
    full: Boolean(full),
  };
}

function oneOf<Word extends string>(words: readonly Word[], flag: string, typed: string): Word {
  const found = words.find((word) => word === typed);
  if (!found) throw new UsageError(`--${flag} is one of ${words.join(', ')}`, name);
  return found;
}
