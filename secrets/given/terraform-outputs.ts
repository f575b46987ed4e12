import type { ValueStatus } from '../sealed/status.ts';
import type { Input } from './input.ts';
import { nameOf, readGiven } from './provided.ts';

/**
 * The values that `terraform output -json` holds for what is declared. Outputs that no secret is made of are passed over.
 *
 * @param stack whose outputs they are, when two stacks have an output of one name
 * @throws when it is no such JSON, nothing in it is wanted, or it cannot be told which stack is meant.
 */
export async function outputsIn(
  root: string,
  file: string,
  stack: string | undefined,
  values: readonly ValueStatus[],
  input: Input,
): Promise<ReadonlyMap<ValueStatus, string>> {
  const outputs = parse(await readGiven(root, file, input), nameOf(file));
  const wanted = values.flatMap((one) => {
    const { recipe } = one;
    if (recipe.from !== 'terraform' || (stack !== undefined && recipe.stack !== stack)) return [];
    const text = outputs.get(recipe.output);
    return text === undefined ? [] : [{ one, recipe, text }];
  });
  if (wanted.length === 0) throw new Error(`${nameOf(file)}: ${nothingWanted(values, stack)}`);
  refuseTwoStacks(wanted.map(({ recipe }) => recipe));
  return new Map(wanted.map(({ one, text }) => [one, text]));
}

function nothingWanted(values: readonly ValueStatus[], stack: string | undefined): string {
  const names = values.flatMap(({ recipe }) =>
    recipe.from === 'terraform' ? [`${recipe.stack}.${recipe.output}`] : [],
  );
  const known = [...new Set(names)].join(', ') || 'none';
  return `holds no output that a secret is made of${stack === undefined ? '' : ` in the stack '${stack}'`}; wanted: ${known}`;
}

function refuseTwoStacks(recipes: readonly { readonly stack: string; readonly output: string }[]): void {
  for (const { stack, output } of recipes) {
    const other = recipes.find((one) => one.output === output && one.stack !== stack);
    if (other)
      throw new Error(`the stacks '${stack}' and '${other.stack}' both have an output '${output}': say --stack`);
  }
}

function parse(text: string, name: string): ReadonlyMap<string, string> {
  const problem = `${name}: must hold what 'terraform output -json' prints`;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error(problem); // the parser's own message quotes the text
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Error(problem);
  return new Map(
    Object.entries(json).flatMap(([output, one]) => {
      if (typeof one !== 'object' || one === null || !('value' in one)) throw new Error(problem);
      return typeof one.value === 'string' && one.value !== '' ? [[output, one.value] as const] : [];
    }),
  );
}
