import { parseArgs } from 'node:util';
import { nearest } from '../../constructs/facts/nearest.ts';
import type { GitOps, Phase } from '../../platform/types.ts';

export const help = `npm run synth [-- flags]    turns the typed model into dist/: plain Kubernetes YAML, Terraform JSON, reports

    --phase N          1 CORE-PROD alone, 2 with AI-LAB and Sealed Secrets, 3 with Vault (default: the platform's)
    --engine NAME      flux or argocd (default: the platform's)
    --out DIR          writes there instead of dist/
    --production       refuses the placeholders that platform/owner.ts may still hold
    --json             says what was done as JSON
    --help             this page

Exit code: 0 dist/ holds what the model says; 1 refused, and nothing was written.
`;

export interface Arguments {
  readonly phase?: Phase;
  readonly engine?: GitOps;
  readonly out: string;
  readonly production: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

const options = {
  phase: { type: 'string' },
  engine: { type: 'string' },
  out: { type: 'string' },
  production: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Reads the command line. @throws for what is not understood, with the nearest flag that is. */
export function readArguments(args: readonly string[]): Arguments {
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  for (const token of tokens) {
    if (token.kind === 'positional')
      throw new Error(`'${token.value}' is no flag; npm passes flags on after a --: npm run synth -- --help`);
    if (token.kind === 'option' && !Object.hasOwn(options, token.name)) {
      throw new Error(`unknown flag ${token.rawName}; did you mean --${nearest(token.name, Object.keys(options))}?`);
    }
  }
  const { values } = parseArgs({ args: [...args], options });
  return {
    phase: values.phase === undefined ? undefined : phaseOf(values.phase),
    engine: values.engine === undefined ? undefined : engineOf(values.engine),
    out: outOf(values.out),
    production: values.production ?? false,
    json: values.json ?? false,
    help: values.help ?? false,
  };
}

function phaseOf(text: string): Phase {
  if (!/^[123]$/.test(text)) throw new Error(`--phase is 1, 2 or 3, got '${text}'`);
  return Number(text) as Phase;
}

function engineOf(text: string): GitOps {
  if (text !== 'flux' && text !== 'argocd') throw new Error(`--engine is flux or argocd, got '${text}'`);
  return text;
}

function outOf(text: string | undefined): string {
  if (text === '') throw new Error('--out needs a directory');
  return text ?? 'dist';
}
