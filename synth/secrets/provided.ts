import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';
import { isatty } from 'node:tty';
import { idOf, variableOf, type Wanted } from './declared.ts';
import { nearest } from './nearest.ts';
import { isProvided } from './values.ts';

/** Values that a person or Terraform hands over, by the name of their variable. */
export type Provided = Readonly<Record<string, string | undefined>>;

/**
 * Reads `{ "UYOOP_...": "value" }` from a file, or from standard input for `-`.
 *
 * @throws when it lies in the repository, is no such JSON, or names what nobody declares. No message holds any of its text.
 */
export function readProvided(root: string, file: string, wanted: readonly Wanted[]): Provided {
  const name = file === '-' ? 'standard input' : file;
  if (file === '-') refuseTerminal();
  else refuseInside(root, file);
  const json = parse(readFileSync(file === '-' ? 0 : file, 'utf8'), name);
  const known = wanted.filter(({ recipe }) => isProvided(recipe)).map(variableOf);
  const unknown = Object.keys(json).find((variable) => !known.includes(variable));
  if (unknown !== undefined) {
    const meant = nearest(unknown, known);
    throw new Error(`${name}: '${unknown}' is no value that anybody must give${meant ? `; nearest: ${meant}` : ''}`);
  }
  return json;
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

/** A terminal shows what is typed. */
function refuseTerminal(): void {
  if (isatty(0)) throw new Error('standard input is a terminal, which would show what you type: pipe the JSON in');
}

function refuseInside(root: string, file: string): void {
  if (!existsSync(file)) throw new Error(`${file}: is not there`);
  const path = relative(realpathSync(root), realpathSync(file));
  if (path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path)) {
    throw new Error(
      `${file}: lies in the repository, where it may be committed: move it out, and delete it when it is sealed`,
    );
  }
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
