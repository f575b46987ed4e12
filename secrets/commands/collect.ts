import { describe, idOf, variableOf } from '../declared/declared.ts';
import type { Input } from '../given/input.ts';
import { valuesInSecrets } from '../given/kubernetes-secrets.ts';
import { type Provided, readProvided } from '../given/provided.ts';
import { outputsIn } from '../given/terraform-outputs.ts';
import { isProvided } from '../given/values.ts';
import type { ValueStatus } from '../sealed/status.ts';
import type { Task } from './task.ts';

/**
 * Gathers the values that cannot be made: from variables, from a file, from Terraform, from a cluster that has them, and at a
 * terminal by asking for what is still absent. An empty answer leaves a value for later.
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
  Object.assign(provided, await standing(root, flags['from-secrets'], due, input));
  if (!input.isTerminal) return provided;
  for (const one of due.filter(({ recipe }) => isProvided(recipe))) {
    const variable = variableOf(one);
    if (!provided[variable])
      provided[variable] = await input.ask(`${idOf(one)}\n  ${describe(one.recipe)}\n  (empty: later) `);
  }
  return provided;
}

/**
 * Values that stand in a cluster. Those that would be made here go by their id, so that no variable of the environment ever takes
 * the place of a random value.
 */
async function standing(
  root: string,
  file: string | undefined,
  due: readonly ValueStatus[],
  input: Input,
): Promise<Provided> {
  if (file === undefined) return {};
  const values = await valuesInSecrets(root, file, due, input);
  return Object.fromEntries(
    [...values].map(([one, text]) => [isProvided(one.recipe) ? variableOf(one) : idOf(one), text]),
  );
}
