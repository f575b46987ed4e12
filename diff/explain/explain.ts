import { nearest } from '../../constructs/facts/nearest.ts';
import type { Model } from '../../synth/model/model.ts';
import type { Frame } from '../../synth/terminal/frames.ts';
import { isOwners, type Origins } from './origins.ts';
import { passageOf } from './pairs.ts';
import { fieldOf, meant, type Subject, subjectsOf } from './subjects.ts';

/**
 * Why something of `dist/` is there: the construct that made it, and the lines that asked for it.
 *
 * @param words a file, an object, a block or a construct, with a field; or both ends of a pair of the matrix
 * @throws when nothing is called so, with what is called most like it
 */
export function explain(model: Model, origins: Origins, [first = '', second]: readonly string[]): string {
  const passage = second === undefined ? undefined : passageOf(model, first, second);
  if (passage && second !== undefined) return pairText(first, second, passage, origins);
  const subjects = subjectsOf(model);
  const found = meant(subjects, first);
  if (found.length === 0) throw new Error(unknown(subjects, first));
  const having = found.filter(({ value }) => second === undefined || fieldOf(value, second) !== undefined);
  if (having.length === 0) throw new Error(`'${first}' has no field '${second}', and the matrix has no such pair`);
  return having.map((subject) => subjectText(subject, origins, second)).join('\n');
}

function pairText(
  from: string,
  to: string,
  { ports, by }: NonNullable<ReturnType<typeof passageOf>>,
  origins: Origins,
): string {
  if (ports === '') return `${from} may not reach ${to}: no policy lets it pass on both sides\n`;
  const lines = by.flatMap(({ what, path }) => [`  ${what}`, ...because(path, origins).map((line) => `    ${line}`)]);
  return [`${from} may reach ${to} on ${ports}`, ...lines, ''].join('\n');
}

function subjectText(subject: Subject, origins: Origins, field: string | undefined): string {
  const { id, file, path, value } = subject;
  const head = [id, `  in dist/${file}`, ...(path ? [`  made by ${path}`] : [])];
  const lines = because(path, origins).map((line) => `    ${line}`);
  return [...head, ...lines, ...(field === undefined ? [] : fieldLines(value, field, path, origins)), ''].join('\n');
}

/** The lines that led to a construct, each once: who asked for it first, then who made it of that. */
function because(path: string, origins: Origins): readonly string[] {
  const frames = chainOf(path, origins);
  const theirs = frames.filter(isOwners);
  const [maker] = frames.filter((frame) => !isOwners(frame));
  // An edge is one word of many in the statement that makes a workload.
  const edge = /\/to-[^/]+(\/|$)/.test(path);
  const own = theirs.slice(0, 3).map((frame) => (edge ? (lineWith(frame, 'reaches', origins) ?? frame) : frame));
  return [...own, ...(maker ? [maker] : [])].map((frame) => `${placeOf(frame)}  ${frame.text.trim()}`);
}

/** A construct that a library makes for another has no line of ours: the one around it has. */
function chainOf(path: string, origins: Origins): readonly Frame[] {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(at.lastIndexOf('/'), 0))) {
    const frames = origins.madeBy(at);
    if (frames.some(isOwners)) return frames;
  }
  return [];
}

interface Spot {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

const placeOf = ({ file, line }: Spot): string => `${file}:${line}`;

/** The first line with a word in the statement that begins at a line: down to where its own indentation comes back. */
function lineWith({ file, line, text }: Frame, word: string, origins: Origins): Spot | undefined {
  const indent = (one: string): number => one.length - one.trimStart().length;
  const rest = origins.linesOf(file).slice(line);
  const end = rest.findIndex((one) => one.trim() !== '' && indent(one) <= indent(text));
  const statement = [text, ...rest.slice(0, end < 0 ? 0 : end)];
  const found = statement.findIndex((one) => one.includes(word));
  return found < 0 ? undefined : { file, line: line + found, text: statement[found] as string };
}

/** A field's value, and where the lines that made its object write it. What follows from several lines stands in none. */
function fieldLines(value: unknown, field: string, path: string, origins: Origins): readonly string[] {
  const found = fieldOf(value, field);
  const text = typeof found === 'string' ? found : JSON.stringify(found);
  const frames = text.length > 1 ? chainOf(path, origins) : [];
  const [said] = frames.flatMap((frame) => lineWith(frame, text, origins) ?? []);
  const where = said ? `written at ${placeOf(said)}` : 'which follows from the lines above';
  return [`  ${field} is ${text}, ${where}`];
}

function unknown(subjects: readonly Subject[], word: string): string {
  const names = subjects.flatMap(({ id, file, path }) => [id, id.split(' ')[1] ?? '', file, path]);
  const like = nearest(word, [...new Set(names)]);
  return `nothing of dist/ is called '${word}'${like ? `; did you mean '${like}'?` : ''}`;
}
