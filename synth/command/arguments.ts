import type { GitOps, Phase } from '../../platform/types.ts';
import { readCommandLine } from '../terminal/command-line.ts';
import { refuseKeptByNpm } from '../terminal/npm-flags.ts';
import { type CommandLine, UsageError } from '../terminal/usage.ts';

const name = 'npm run synth --';

const flags = {
  phase: "1 CORE-PROD alone, 2 with AI-LAB and Sealed Secrets, 3 with Vault (default: the platform's)",
  engine: "flux or argocd (default: the platform's)",
  out: 'writes there instead of dist/',
  production: 'refuses the placeholders that platform/owner.ts and sealed/ may still hold',
  'no-types': 'does not ask the compiler, for who is in a hurry',
  json: 'says what was done, or found, as JSON',
};

/** @param refused what synth refuses, a line each */
const commandLine = (refused: readonly string[]): CommandLine => ({
  name,
  says: '',
  takes: {
    phase: ['N', '1, 2 or 3'],
    engine: ['NAME', 'flux or argocd'],
    out: ['DIR', 'a directory'],
  },
  commands: {
    '': {
      says: 'Turns the typed model into dist/: plain Kubernetes YAML, Terraform JSON, reports.',
      words: [],
      flags,
      example: '--phase 2 --engine argocd --out /tmp/phase-2',
      hint: 'flags begin with --',
    },
  },
  footer: [
    ...(refused.length > 0 ? ['It refuses, each with what to do:', ...refused.map((one) => `  ${one}`), ''] : []),
    'Exit code: 0 the files say what the model says; 1 refused, and nothing written.\n',
  ].join('\n'),
});

export interface Arguments {
  readonly phase?: Phase;
  readonly engine?: GitOps;
  readonly out: string;
  readonly production: boolean;
  readonly types: boolean;
  readonly json: boolean;
}

/**
 * Reads the command line.
 *
 * @param refused what synth refuses, a line each, for the page of help
 * @throws for what is not understood, with the flag that is most like it, and for flags that npm kept for itself
 */
export function readArguments(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  refused: readonly string[],
  width?: number,
): Arguments | { readonly help: string } {
  refuseKeptByNpm('synth', Object.keys(flags), args, env);
  const typed = readCommandLine(commandLine(refused), args, width);
  if ('help' in typed) return typed;
  const { phase, engine, out = 'dist', production = false, json = false, 'no-types': hurry = false } = typed.flags;
  return {
    phase: phase === undefined ? undefined : phaseOf(phase),
    engine: engine === undefined ? undefined : engineOf(engine),
    out: String(out),
    production: Boolean(production),
    types: !hurry,
    json: Boolean(json),
  };
}

function phaseOf(text: string | true): Phase {
  if (!/^[123]$/.test(String(text))) throw new UsageError(`--phase is 1, 2 or 3, got '${text}'`, name);
  return Number(text) as Phase;
}

function engineOf(text: string | true): GitOps {
  if (text !== 'flux' && text !== 'argocd') throw new UsageError(`--engine is flux or argocd, got '${text}'`, name);
  return text;
}
