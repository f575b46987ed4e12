import type { Platform } from '../../platform/types.ts';
import { BuildError } from '../../synth/model/building.ts';
import { progressOn } from '../../synth/terminal/paint.ts';
import { isSlip } from '../../synth/terminal/slip.ts';
import type { LoadAge } from '../crypto/age.ts';
import { type Declaring, unionOf } from '../declared/union.ts';
import { standardInput } from '../given/input.ts';
import { readArguments } from './arguments.ts';
import { runCommand } from './run.ts';
import type { Surroundings } from './task.ts';

export type { Surroundings } from './task.ts';

/** What surrounds the real command. */
export const thisProcess = (loadAge: LoadAge): Surroundings => ({
  loadAge,
  env: process.env,
  now: new Date(),
  keyBits: 4096,
  outIsTerminal: process.stdout.isTTY === true,
  input: standardInput(),
  columns: (process.stdout.isTTY && process.stdout.columns) || undefined,
  progress: progressOn(process.stderr),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});

/**
 * `npm run secrets`: lists what is declared and sealed, and makes, changes and seals values.
 *
 * @param root the repository; `sealed/` lies below it
 * @param inventories every composition whose secrets `sealed/` must serve: all phases, both engines
 * @returns the exit code: 0 done, 1 refused or not understood, and nothing written
 * @throws what is no refusal of the command's own: a model that cannot be built, a slip of the program
 */
export async function secretsCommand(
  root: string,
  args: readonly string[],
  inventories: () => readonly Declaring[],
  { phase }: Pick<Platform, 'phase'>,
  surroundings: Surroundings,
): Promise<number> {
  const { env, columns, progress, out, err } = surroundings;
  try {
    const parsed = readArguments(args, env, columns);
    if ('help' in parsed) {
      out(parsed.help);
      return 0;
    }
    if (parsed.command !== 'leaks') progress?.says('reading what is declared');
    const claims = parsed.command === 'leaks' ? [] : unionOf(inventories());
    progress?.done();
    const text = await runCommand(root, parsed, claims, surroundings, phase);
    progress?.done();
    out(text);
    return 0;
  } catch (error) {
    progress?.done();
    if (error instanceof BuildError || isSlip(error)) throw error;
    err(`secrets: ${(error as Error).message}\n`);
    return 1;
  }
}
