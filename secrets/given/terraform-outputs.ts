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
  const asked = values.flatMap((one) => {
    const { recipe } = one;
    return recipe.from === 'terraform' && (stack ?? recipe.stack) === recipe.stack ? [{ one, recipe }] : [];
  });
  const wanted = asked.filter(({ recipe }) => outputs.has(recipe.output));
  if (wanted.length === 0) throw new Error(`${nameOf(file)}: ${nothingWanted(values, stack)}`);
  refuseTwoStacks(wanted.map(({ recipe }) => recipe));
  refuseHalves(asked, wanted, nameOf(file));
  return new Map(wanted.map(({ one, recipe }) => [one, textOf(outputs, recipe.output, nameOf(file))]));
}

interface Asked {
  readonly one: ValueStatus;
  readonly recipe: { readonly stack: string; readonly output: string };
}

/** @throws when a stack has some of the outputs that one secret is made of: half of a pair of keys opens nothing. */
function refuseHalves(asked: readonly Asked[], wanted: readonly Asked[], name: string): void {
  const half = asked.find(
    (absent) =>
      !wanted.includes(absent) &&
      wanted.some(({ one, recipe }) => one.claim === absent.one.claim && recipe.stack === absent.recipe.stack),
  );
  if (!half) return;
  const { namespace, name: secret } = half.one.claim;
  throw new Error(`${name}: has no output '${half.recipe.output}', the other half of ${namespace}/${secret}: ${again}`);
}

const again = 'apply the stack, and take its outputs again; nothing was written';

/** @throws when an output that is wanted holds no text: an apply that broke off leaves null. */
function textOf(outputs: ReadonlyMap<string, unknown>, output: string, name: string): string {
  const value = outputs.get(output);
  if (typeof value === 'string' && value !== '') return value;
  const got = value === null ? 'null' : value === '' ? 'empty' : `no text (${typeof value})`;
  throw new Error(`${name}: the output '${output}' is ${got}: ${again}`);
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

function parse(text: string, name: string): ReadonlyMap<string, unknown> {
  const problem = `${name}: must hold what 'terraform output -json' prints`;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error(problem); // the parser's own message quotes the text
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Error(problem);
  return new Map(
    Object.entries(json).map(([output, one]) => {
      if (typeof one !== 'object' || one === null || !('value' in one)) throw new Error(problem);
      return [output, one.value] as const;
    }),
  );
}
