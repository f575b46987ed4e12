import { readableBytes } from '../../constructs/facts/quantity.ts';
import type { Finding } from '../model/finding.ts';
import type { Amount, Budget } from '../reading/budgets.ts';
import type { HandStep } from '../reading/by-hand.ts';
import { table, wrap } from '../terminal/layout.ts';
import { type Paint, painter } from '../terminal/paint.ts';
import type { Written } from '../writing/writer.ts';
import type { TypeProblem } from './type-check.ts';

/** What one run of synth did, for a person and, as it is, for a program. */
export interface Summary {
  readonly phase: number;
  readonly engine: string;
  readonly out: string;
  readonly layers: readonly { readonly layer: string; readonly files: number; readonly objects: number }[];
  readonly written: Written;
  /** What has to be done so that what Git holds becomes this. */
  readonly byHand: readonly HandStep[];
  readonly budgets: readonly Budget[];
  readonly exceptions: number;
  readonly placeholders: readonly string[];
  /** What the compiler was asked. */
  readonly types: 'checked' | 'remembered' | 'not checked';
  readonly milliseconds: number;
}

/** A terminal's own width; what goes to a file or a pipe has none. */
const widthOf = (stream: NodeJS.WriteStream): number => (stream.isTTY && stream.columns) || Number.POSITIVE_INFINITY;

/** What a run says at its end. */
export interface Said {
  readonly summary: Summary;
  /** For a program to read. */
  readonly json: boolean;
}

export function say({ summary, json }: Said, stream: NodeJS.WriteStream): void {
  if (json) stream.write(`${JSON.stringify(summary, null, 2)}\n`);
  else printSummary(summary, stream);
}

function printSummary(summary: Summary, stream: NodeJS.WriteStream): void {
  const paint = painter(stream);
  const { new: added, changed, unchanged, removed, edited, foreign } = summary.written;
  const lines = [
    paint('bold', `phase ${summary.phase}, ${summary.engine} → ${summary.out}/`),
    '',
    ...summary.layers.map(
      ({ layer, files, objects }) =>
        `  ${layer.padEnd(28)}${String(files).padStart(4)} files ${String(objects).padStart(5)} objects`,
    ),
    '',
    ...added.map((path) => paint('green', `  new      ${path}`)),
    ...changed.map((path) => paint('yellow', `  changed  ${path}`)),
    ...removed.map((path) => paint('red', `  removed  ${path}`)),
    ...edited.map((path) =>
      paint('bold', `  edited   ${path}: was not as synth had left it, and what stood there is gone`),
    ),
    ...foreign.map((path) => paint('bold', `  foreign  ${path}: synth did not write it, and leaves it`)),
    `  ${added.length} new, ${changed.length} changed, ${unchanged.length} unchanged, ${removed.length} removed`,
    '',
    ...handLines(summary.byHand, widthOf(stream), paint),
    ...budgetTable(summary.budgets),
    '',
    `  ${summary.exceptions} written exceptions (${summary.out}/report/exceptions.md)`,
    ...placeholderLines(summary.placeholders, widthOf(stream)).map((line) => paint('yellow', line)),
    `  types ${summary.types}; ${(summary.milliseconds / 1000).toFixed(2)} s`,
  ];
  stream.write(`${lines.join('\n')}\n`);
}

function handLines(steps: readonly HandStep[], width: number, paint: Paint): readonly string[] {
  return steps.flatMap(({ where, what, cure }) => [
    paint('bold', `  by hand  ${where}`),
    ...[`  ${what}`, `  do:  ${cure}`].flatMap((line) => wrap(line, width, '       ')),
    '',
  ]);
}

function budgetTable(budgets: readonly Budget[]): readonly string[] {
  const head = ['machine', 'cores', 'memory', 'limits', 'disk'];
  const rows = budgets.map(({ machine, cpu, memory, limits, disk }) => [
    machine,
    `${cpu.used / 1000} of ${cpu.total / 1000}`,
    share(memory),
    readableBytes(limits.used),
    share(disk),
  ]);
  return table([head, ...rows]).map((line) => `  ${line}`);
}

/** `14.03 of 24 GiB`: the unit once, where it is the same. */
function share({ used, total }: Amount): string {
  const [amount, unit] = readableBytes(used).split(' ');
  const all = readableBytes(total);
  return all.endsWith(` ${unit}`) ? `${amount} of ${all}` : `${amount} ${unit} of ${all}`;
}

function placeholderLines(placeholders: readonly string[], width: number): readonly string[] {
  if (placeholders.length === 0) return [];
  const places = placeholders.map((place) => place.replace('owner.', '')).join(', ');
  return wrap(`  ${placeholders.length} placeholders in platform/owner.ts: ${places}`, width, '    ');
}

/** What the compiler says, and what was found. @param tell shows where an error comes from, better than its letter does */
export function printFindings(
  types: readonly TypeProblem[],
  findings: readonly Finding[],
  stream: NodeJS.WriteStream,
  tell: (error: unknown) => void,
): void {
  const paint = painter(stream);
  const width = widthOf(stream);
  for (const text of typeLetters(types, width, paint)) stream.write(text);
  for (const { error } of findings.filter((finding) => finding.error !== undefined)) {
    tell(error);
    stream.write('\n');
  }
  for (const finding of findings.filter(({ error }) => error === undefined)) {
    stream.write(`${letterLines(finding, width, paint).join('\n')}\n\n`);
  }
  const counts = [...count(types.length, 'type error'), ...count(findings.length, 'finding')];
  stream.write(`${counts.join(', ')}; nothing was written\n`);
}

function letterLines({ check, where, what, got, cure, also = [] }: Finding, width: number, paint: Paint): string[] {
  const further = also.length > 0 ? [`  also in ${also.length} more: ${also.join(', ')}`] : [];
  const letter = [`  ${what}`, `  got: ${got}`, ...further, `  do:  ${cure}`];
  const lines = letter.flatMap((line) => wrap(line, width, '       '));
  return [`${paint('red', `check ${check}`)}  ${paint('bold', where)}`, ...lines];
}

const count = (many: number, what: string): string[] => (many === 0 ? [] : [`${many} ${what}${many === 1 ? '' : 's'}`]);

/** The compiler's words, a file after the other. */
function typeLetters(problems: readonly TypeProblem[], width: number, paint: Paint): string[] {
  const files = [...new Set(problems.map(({ file }) => file))];
  return files.map((file) => {
    const letters = problems.filter((one) => one.file === file).flatMap((one) => typeLetter(one, width, paint));
    return `${paint('red', 'types')}  ${paint('bold', file || 'tsconfig.synth.json')}\n${letters.join('\n')}\n\n`;
  });
}

function typeLetter({ line, column, code, says, text, file }: TypeProblem, width: number, paint: Paint) {
  const [what = '', ...why] = says;
  const blanks = text.length - text.trimStart().length;
  const caret = `${' '.repeat(column - 1 - blanks)}^`;
  return [
    ...wrap(`  ${file ? `${line}:${column}  ` : ''}${what} (${code})`, width, '    '),
    ...why.flatMap((reason) => wrap(`  ${reason}`, width, '      ')),
    ...(file ? [`    ${text.trim()}`, paint('red', `    ${caret}`)] : []),
  ];
}
