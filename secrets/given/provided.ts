import { nearest } from '../../constructs/facts/nearest.ts';
import { idOf, variableOf, type Wanted } from '../declared/declared.ts';
import type { Input } from './input.ts';
import { readOutside } from './outside.ts';
import { isProvided } from './values.ts';

/** Values that a person or Terraform hands over, by the name of their variable; of those that are made here, by their id. */
export type Provided = Readonly<Record<string, string | undefined>>;

/**
 * Reads `{ "UYOOP_...": "value" }` from a file, or from standard input for `-`.
 *
 * @throws when it lies in the repository, is no such JSON, or names what nobody declares. No message holds any of its text.
 */
export async function readProvided(
  root: string,
  file: string,
  wanted: readonly Wanted[],
  input: Input,
): Promise<Provided> {
  const name = nameOf(file);
  const json = parse(await readGiven(root, file, input), name);
  const known = wanted.filter(({ recipe }) => isProvided(recipe)).map(variableOf);
  const unknown = Object.keys(json).find((variable) => !known.includes(variable));
  if (unknown !== undefined) {
    const meant = nearest(unknown, known);
    throw new Error(`${name}: '${unknown}' is no value that anybody must give${meant ? `; nearest: ${meant}` : ''}`);
  }
  return json;
}

export const nameOf = (file: string): string => (file === '-' ? 'standard input' : file);

/** The text of a file outside the repository, or of standard input for `-`. @throws when that is a terminal. */
export async function readGiven(root: string, file: string, input: Input): Promise<string> {
  return file === '-' ? await input.readAll() : readOutside(root, file);
}

function parse(text: string, name: string): Record<string, string> {
  const problem = `${name}: must hold JSON of the form { "UYOOP_...": "value" }`;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error(problem); // the parser's own message quotes the text
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Error(problem);
  if (!Object.values(json).every((value) => typeof value === 'string')) throw new Error(problem);
  return json as Record<string, string>;
}

/** @throws when two values would come from one variable. */
export function refuseAmbiguous(wanted: readonly Wanted[]): void {
  const byVariable = new Map<string, string>();
  for (const one of wanted.filter(({ recipe }) => isProvided(recipe))) {
    const variable = variableOf(one);
    const other = byVariable.get(variable);
    if (other) throw new Error(`'${other}' and '${idOf(one)}' would both come from ${variable}: rename one of them`);
    byVariable.set(variable, idOf(one));
  }
}
