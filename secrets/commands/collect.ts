import { describe, idOf, variableOf } from '../declared/declared.ts';
import { type Provided, readProvided } from '../given/provided.ts';
import { outputsIn } from '../given/terraform-outputs.ts';
import { isProvided } from '../given/values.ts';
import type { ValueStatus } from '../sealed/status.ts';
import type { Task } from './task.ts';

/**
 * Gathers the values that cannot be made: from variables, from a file, from Terraform, and at a terminal by asking for
 * what is still absent. An empty answer leaves a value for later.
 */
export async function collect(
  { root, arguments: { flags }, surroundings, status }: Task,
  due: readonly ValueStatus[],
): Promise<Provided> {
  const { env, input } = surroundings;
  const file = flags['from-file'];
  const terraform = flags['from-terraform'];
  const provided: Record<string, string | undefined> = {
    ...(flags['from-env'] && env),
    ...(file !== undefined && (await readProvided(root, file, status.values, input))),
  };
  if (terraform !== undefined) {
    for (const [one, text] of await outputsIn(root, terraform, undefined, status.values, input))
      provided[variableOf(one)] = text;
  }
  if (!input.isTerminal) return provided;
  for (const one of due.filter(({ recipe }) => isProvided(recipe))) {
    const variable = variableOf(one);
    if (!provided[variable])
      provided[variable] = await input.ask(`${idOf(one)}\n  ${describe(one.recipe)}\n  (empty: later) `);
  }
  return provided;
}
