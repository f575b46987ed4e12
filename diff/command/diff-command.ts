import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Platform } from '../../platform/types.ts';
import type { Files } from '../../synth/model/files.ts';
import type { KnownTrees } from '../../synth/model/known-trees.ts';
import type { Ends } from '../../synth/reading/versions.ts';
import { type Paint, painter } from '../../synth/terminal/paint.ts';
import { isSlip } from '../../synth/terminal/slip.ts';
import { gateOf, isShut } from '../change/gate.ts';
import { waive } from '../change/waivers.ts';
import { differenceBetween } from '../diff.ts';
import { codeQualityReport } from '../report/code-quality.ts';
import { jsonReport } from '../report/json.ts';
import { forgeLimit, markdownReport } from '../report/markdown.ts';
import type { Report } from '../report/report.ts';
import { textReport } from '../report/text.ts';
import type { Ground } from '../sides/ground.ts';
import { UnreadableTree } from '../tree/entity.ts';
import { baseOf, committedTree } from '../tree/git.ts';
import { indexFile, problemsIn, workTree } from '../tree/work-tree.ts';
import { type Arguments, readArguments } from './arguments.ts';

/** What the sources would write now. */
export interface Sources {
  /** @throws when they do not build */
  readonly compose: () => Files;
  /** Spares composing them where it is known already. */
  readonly inStep?: KnownTrees | undefined;
}

/** What surrounds one run. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  /** The command has a clock, since waivers end; synth has none. */
  readonly now: Date;
  /** Of the terminal, if it is one. */
  readonly columns?: number;
  readonly paint: Paint;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

const thisProcess = (): Surroundings => ({
  env: process.env,
  now: new Date(),
  columns: (process.stdout.isTTY && process.stdout.columns) || undefined,
  paint: painter(process.stdout),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});

/**
 * `npm run diff`: what happens when `dist/` of the work tree takes the place of the base's.
 *
 * @returns the exit code: 0 it may be merged, 1 the gate is shut, 2 nothing could be compared
 * @throws slips of the program
 */
export function diffCommand(
  root: string,
  args: readonly string[],
  platform: Platform,
  sources: Sources,
  around: Surroundings = thisProcess(),
): number {
  try {
    const flags = readArguments(args, around.env, around.columns);
    if ('help' in flags) {
      around.out(flags.help);
      return 0;
    }
    const report = reportOf(root, flags, platform, sources, around.now);
    around.out(written(report, flags, around));
    if (flags.format !== 'text') for (const warning of report.warnings) around.err(`diff: ${warning}\n`);
    return isShut(report.gate) ? 1 : 0;
  } catch (error) {
    if (isSlip(error)) throw error;
    around.err(`diff: ${(error as Error).message}\n`);
    return 2;
  }
}

function reportOf(
  root: string,
  { base: reference, threshold }: Arguments,
  platform: Platform,
  sources: Sources,
  now: Date,
): Report {
  const after = readable('the work tree', () => workTree(join(root, 'dist')), 'npm run synth writes it anew');
  const base = baseOf(root, reference);
  const before = readable(base.called, () => committedTree(root, base), 'compare with another commit (--base REF)');
  const ends: Ends = JSON.parse(readFileSync(join(root, 'platform/ends.json'), 'utf8'));
  const { changes, leftovers } = compared(before, after, base.called, { ...platform, ends });
  const gate = gateOf(changes, threshold, waive(waiverFiles(root), changes, now.toISOString().slice(0, 10)));
  const warnings = [...ofBase(before, base.called), ...outOfStep(after, sources)];
  return { base: base.called, changes, leftovers, gate, warnings };
}

function compared(before: Files, after: Files, called: string, ground: Ground) {
  return readable(
    `${called} or the work tree`,
    () => differenceBetween(before, after, ground),
    'npm run synth writes it anew',
  );
}

/** @throws with whose `dist/` it is, and what to do */
function readable<T>(whose: string, read: () => T, cure: string): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UnreadableTree)) throw error;
    throw new Error(`dist/ of ${whose} cannot be read: ${error.message}. Nothing can be said of it: ${cure}.`);
  }
}

function written(report: Report, { format, full }: Arguments, { paint, columns }: Surroundings): string {
  switch (format) {
    case 'text':
      return textReport(report, { paint, width: columns, full });
    case 'markdown':
      return markdownReport(report, full ? Number.POSITIVE_INFINITY : forgeLimit);
    case 'json':
      return jsonReport(report);
    case 'codequality':
      return codeQualityReport(report);
  }
}

function waiverFiles(root: string): Files {
  const folder = join(root, 'waivers');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => /\.ya?ml$/.test(name)) : [];
  return new Map(names.sort().map((name) => [`waivers/${name}`, readFileSync(join(folder, name), 'utf8')]));
}

/** Of an old commit nothing can be mended: it is compared as it is. */
function ofBase(before: Files, called: string): readonly string[] {
  const [first] = problemsIn(before);
  return first ? [`dist/ of ${called} is not what synth wrote: ${first.message}`] : [];
}

/** Whether the sources have moved on since `dist/` was written. */
function outOfStep(after: Files, { compose, inStep }: Sources): readonly string[] {
  const index = after.get(indexFile) ?? '';
  if (inStep?.knows(index)) return [];
  try {
    const fresh = compose();
    const paths = new Set([...fresh.keys(), ...[...after.keys()].filter((path) => path !== indexFile)]);
    const other = [...paths].filter((path) => fresh.get(path) !== after.get(path));
    if (other.length === 0) {
      inStep?.learn(index);
      return [];
    }
    const named = other.length > 3 ? `${other.slice(0, 3).join(', ')} and ${other.length - 3} more` : other.join(', ');
    return [`dist/ is out of step with the sources (${named}): npm run synth, then look again`];
  } catch (error) {
    return [
      `the sources do not build, so that dist/ may be out of step with them: ${(error as Error).message.split('\n')[0]}`,
    ];
  }
}
