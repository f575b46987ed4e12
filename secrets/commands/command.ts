import type { Platform } from '../../platform/types.ts';
import type { LoadAge } from '../crypto/age.ts';
import { type Declaring, unionOf } from '../declared/union.ts';
import { standardInput } from '../given/input.ts';
import { readArguments, UsageError } from './arguments.ts';
import { help } from './help.ts';
import { runCommand } from './run.ts';
import type { Surroundings } from './task.ts';

export type { Surroundings } from './task.ts';

/** What surrounds the real command. */
export const thisProcess = (loadAge: LoadAge): Surroundings => ({
  loadAge,
  env: process.env,
  now: new Date(),
  keyBits: 4096,
  input: standardInput(),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});

/**
 * `npm run secrets`: lists what is declared and sealed, and makes, changes and seals values.
 *
 * @param root the repository; `sealed/` lies below it
 * @param inventories every composition whose secrets `sealed/` must serve: all phases, both engines
 * @returns the exit code: 0 done, 1 refused or not understood, and nothing written
 */
export async function secretsCommand(
  root: string,
  args: readonly string[],
  inventories: () => readonly Declaring[],
  { phase }: Pick<Platform, 'phase'>,
  surroundings: Surroundings,
): Promise<number> {
  try {
    const parsed = readArguments(args);
    const claims = parsed.command === 'help' || parsed.command === 'leaks' ? [] : unionOf(inventories());
    const text = parsed.command === 'help' ? help : await runCommand(root, parsed, claims, surroundings, phase);
    surroundings.out(text);
    return 0;
  } catch (error) {
    surroundings.err(`secrets: ${error instanceof Error ? error.message : 'failed'}\n`);
    if (error instanceof UsageError) surroundings.err(`See 'npm run secrets -- --help'\n`);
    return 1;
  }
}
