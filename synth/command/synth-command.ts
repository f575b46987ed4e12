import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { SealedStore } from '../../constructs/facts/sealed-store.ts';
import { placeholders } from '../../platform/placeholders.ts';
import type { Platform } from '../../platform/types.ts';
import { checkList, findings } from '../checks/index.ts';
import { Attempts } from '../model/attempts.ts';
import { BuildError } from '../model/building.ts';
import type { Document } from '../model/documents.ts';
import { type Files, kubernetesFiles } from '../model/files.ts';
import type { Finding } from '../model/finding.ts';
import type { KnownTrees } from '../model/known-trees.ts';
import type { Model } from '../model/model.ts';
import type { SealedSource } from '../model/sealed-source.ts';
import { budgets } from '../reading/budgets.ts';
import { byHand, type HandStep } from '../reading/by-hand.ts';
import { reportFiles } from '../report/report.ts';
import { wrap } from '../terminal/layout.ts';
import { progressOn } from '../terminal/paint.ts';
import { isSlip } from '../terminal/slip.ts';
import { backupFiles } from '../writing/backups/backup-files.ts';
import { drillFiles } from '../writing/drill/drill-files.ts';
import { hostFiles } from '../writing/host-files.ts';
import { indexFile } from '../writing/paths.ts';
import { standing } from '../writing/standing.ts';
import { terraformFiles } from '../writing/terraform-files.ts';
import { settle, type Written, write } from '../writing/writer.ts';
import { type Arguments, readArguments } from './arguments.ts';
import { printFindings, type Said, type Summary, say } from './output.ts';
import { asFinding, isEcho, problemsIn, type TypeAnswer, type TypeProblem } from './type-check.ts';

export type Compose = (platform: Platform, sealed: SealedStore) => Model;

/** What surrounds one run. */
export interface SynthSurroundings {
  /** The repository. */
  readonly root: string;
  /** What the compiler says of it; undefined when it was not asked. */
  readonly types?: Promise<TypeAnswer> | undefined;
  /** Shows where an error comes from. */
  readonly tell: (error: unknown) => void;
  /** Takes what was said of a folder that is as Git holds it: the next run may say it again. */
  readonly keep?: (directory: string, said: Said) => void;
  /** Learns what the platform as it stands makes, whatever Git holds. */
  readonly inStep?: KnownTrees | undefined;
}

/** Everything that a model becomes: text by path below `dist/`. */
export function filesOf(model: Model): Files {
  return new Map([
    ...kubernetesFiles(model.documents),
    ...terraformFiles(model.stacks),
    ...hostFiles(model.platform, model.contracts),
    ...backupFiles(model.platform, model.inventory),
    ...drillFiles(model.platform, model.inventory),
    ...reportFiles(model),
  ]);
}

/**
 * `npm run synth`: composes, checks, and writes only when nothing was found. Exit code 0, or 1 with nothing written.
 *
 * @param readSealed reads the repository's `sealed/`
 */
export async function synthCommand(
  args: readonly string[],
  platform: Platform,
  compose: Compose,
  readSealed: () => SealedSource,
  { root, types, tell, keep, inStep }: SynthSurroundings,
): Promise<number> {
  const start = performance.now();
  const flags = readArguments(args, process.env, refusals(), process.stdout.columns);
  if ('help' in flags) {
    process.stdout.write(flags.help);
    return 0;
  }
  const directory = isAbsolute(flags.out) ? flags.out : join(process.cwd(), flags.out);
  settle(directory);
  const progress = progressOn(process.stderr);
  progress.says('composing');
  const judged = attempt(() => judge(flags, platform, compose, readSealed()));
  progress.says('waiting for the compiler');
  const answer = await types;
  progress.done();
  if ('error' in judged) throw judged.error;
  const problems = answer ? problemsIn(answer, root) : [];
  const { model, files, found } = judged.result;
  if (problems.length + found.length > 0) return refuse(problems, found, { json: flags.json, tell });
  const written = write(directory, files);
  const manifests = model.documents.map(({ manifest }) => manifest);
  const before = standing(directory);
  const steps = byHand(before, manifests);
  const summary = summarize(judged.result, flags.out, written, steps, answer, performance.now() - start);
  const said = { summary, json: flags.json };
  if (before.length === 0) keep?.(directory, said);
  if (!flags.phase && !flags.engine) inStep?.learn(readFileSync(join(directory, indexFile), 'utf8'));
  say(said, process.stdout);
  return 0;
}

/** The eleven checks, as lines of a page of help. */
const refusals = (): readonly string[] =>
  checkList().flatMap(({ number, refuses }) => wrap(`${String(number).padStart(2)}. ${refuses}`, 78, '    '));

interface Judged {
  readonly model: Model;
  readonly files: Files;
  readonly found: readonly Finding[];
}

/** Composes what the flags ask for, and asks every check. */
function judge(flags: Arguments, platform: Platform, compose: Compose, sealed: SealedSource): Judged {
  const wanted = { ...platform, phase: flags.phase ?? platform.phase, gitops: flags.engine ?? platform.gitops };
  const composed = compose(wanted, sealed.store);
  const attempts = new Attempts();
  // The report looks at the other phases too, and one of them may not be buildable.
  const [files = new Map()] = composed.refused.length > 0 ? [] : attempts.collect('report', () => filesOf(composed));
  const model = { ...composed, refused: [...composed.refused, ...attempts.refused] };
  return { model, files, found: findings(model, { production: flags.production, sealed, files }) };
}

function attempt<Result>(act: () => Result): { readonly result: Result } | { readonly error: unknown } {
  try {
    return { result: act() };
  } catch (error) {
    return { error };
  }
}

type Told = Pick<Arguments, 'json'> & Pick<SynthSurroundings, 'tell'>;

function refuse(types: readonly TypeProblem[], all: readonly Finding[], { json, tell }: Told): number {
  const found = all.filter((finding) => !isEchoOf(finding, types));
  const findings = [...types.map(asFinding), ...found.map(({ error: _, ...finding }) => finding)];
  if (json) process.stdout.write(`${JSON.stringify({ findings }, null, 2)}\n`);
  else printFindings(types, found, process.stderr, tell);
  return 1;
}

/** Beside wrong types a slip is their echo, and blames whoever came last; a refusal may have something of its own to say. */
function isEchoOf({ what, got, error }: Finding, types: readonly TypeProblem[]): boolean {
  const slip = error instanceof BuildError && isSlip(error.cause);
  return (types.length > 0 && slip) || isEcho(`${what} ${got}`, types);
}

function summarize(
  { model, files }: Judged,
  out: string,
  written: Written,
  steps: readonly HandStep[],
  types: TypeAnswer | undefined,
  milliseconds: number,
): Summary {
  return {
    phase: model.platform.phase,
    engine: model.platform.gitops,
    out,
    layers: layersOf(model.documents, files),
    written,
    byHand: steps,
    budgets: [...budgets(model).values()],
    exceptions: model.inventory.exceptions.length,
    placeholders: placeholders(model.platform),
    types: !types ? 'not checked' : types.remembered ? 'remembered' : 'checked',
    milliseconds,
  };
}

/** Every file once; only Kubernetes objects are counted. */
function layersOf(documents: readonly Document[], all: Files): Summary['layers'] {
  const layers = new Map<string, Set<string>>();
  const objects = new Map<string, number>();
  for (const { file } of documents) objects.set(layerOf(file), (objects.get(layerOf(file)) ?? 0) + 1);
  for (const file of all.keys()) layers.set(layerOf(file), (layers.get(layerOf(file)) ?? new Set()).add(file));
  return [...layers].map(([layer, files]) => ({ layer, files: files.size, objects: objects.get(layer) ?? 0 }));
}

const layerOf = (file: string): string =>
  file
    .split('/')
    .slice(0, file.startsWith('kubernetes/') || file.startsWith('bootstrap/') ? 2 : 1)
    .join('/');
