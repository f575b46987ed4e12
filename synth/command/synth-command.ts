import { isAbsolute, join } from 'node:path';
import type { SealedStore } from '../../constructs/facts/sealed-store.ts';
import { placeholders } from '../../platform/placeholders.ts';
import type { Platform } from '../../platform/types.ts';
import { platformProblems } from '../../platform/validation.ts';
import { budgets } from '../checks/capacity.ts';
import { credentialsIn } from '../checks/credentials.ts';
import { findings } from '../checks/index.ts';
import { BuildError } from '../model/building.ts';
import type { Document } from '../model/documents.ts';
import { type Files, kubernetesFiles } from '../model/files.ts';
import type { Finding } from '../model/finding.ts';
import type { Model } from '../model/model.ts';
import type { SealedSource } from '../model/sealed-source.ts';
import { reportFiles } from '../report/report.ts';
import { progressOn } from '../terminal/paint.ts';
import { isSlip } from '../terminal/slip.ts';
import { terraformFiles } from '../writing/terraform-files.ts';
import { type Written, write } from '../writing/writer.ts';
import { type Arguments, readArguments } from './arguments.ts';
import { printFindings, printSummary, type Summary } from './output.ts';
import { asFinding, isEcho, problemsIn, type TypeAnswer, type TypeProblem } from './type-check.ts';

export type Compose = (platform: Platform, sealed: SealedStore) => Model;

/** What surrounds one run. */
export interface SynthSurroundings {
  /** The repository. */
  readonly root: string;
  /** What the compiler says of it; undefined when it was not asked. */
  readonly types?: Promise<TypeAnswer> | undefined;
}

/** Everything that a model becomes: text by path below `dist/`. */
export function filesOf(model: Model): Files {
  return new Map([...kubernetesFiles(model.documents), ...terraformFiles(model.stacks), ...reportFiles(model)]);
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
  { root, types }: SynthSurroundings,
): Promise<number> {
  const start = performance.now();
  const flags = readArguments(args, process.env, [], process.stdout.columns);
  if ('help' in flags) {
    process.stdout.write(flags.help);
    return 0;
  }
  const progress = progressOn(process.stderr);
  progress.says('composing');
  const judged = attempt(() => judge(flags, platform, compose, readSealed()));
  progress.says('waiting for the compiler');
  const answer = await types;
  progress.done();
  if ('error' in judged && answer?.output === undefined) throw judged.error;
  const problems = answer ? problemsIn(answer, root) : [];
  if ('error' in judged) return refuseUnbuilt(problems, judged.error, flags.json);
  const { model, files, found } = judged.result;
  if (problems.length + found.length > 0) return refuse(problems, found, flags.json);
  const written = write(isAbsolute(flags.out) ? flags.out : join(process.cwd(), flags.out), files);
  const summary = summarize(model, flags.out, written, answer, performance.now() - start);
  if (flags.json) process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`);
  else printSummary(summary, process.stdout);
  return 0;
}

interface Judged {
  readonly model: Model;
  readonly files: Files;
  readonly found: readonly Finding[];
}

/** Composes what the flags ask for. @throws when that cannot be built at all */
function judge(flags: Arguments, platform: Platform, compose: Compose, sealed: SealedSource): Judged {
  const wanted = { ...platform, phase: flags.phase ?? platform.phase, gitops: flags.engine ?? platform.gitops };
  const problems = [
    ...platformProblems(wanted),
    ...(flags.production ? placeholderProblems(wanted, sealed.placeholders) : []),
  ];
  if (problems.length > 0)
    throw new Error(
      `the platform is not one that can be built:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
    );
  const model = compose(wanted, sealed.store);
  const files = filesOf(model);
  const inventoryOf = (variant: Platform) => compose(variant, {}).inventory;
  const stored = sealed.findings(wanted, model.inventory, inventoryOf);
  return { model, files, found: [...findings(model), ...stored, ...credentialsIn(files)] };
}

function attempt<Result>(act: () => Result): { readonly result: Result } | { readonly error: unknown } {
  try {
    return { result: act() };
  } catch (error) {
    return { error };
  }
}

function refuse(types: readonly TypeProblem[], all: readonly Finding[], json: boolean): number {
  const found = all.filter(({ what, got }) => !isEcho(`${what} ${got}`, types));
  const findings = [...types.map(asFinding), ...found];
  if (json) process.stdout.write(`${JSON.stringify({ findings }, null, 2)}\n`);
  else printFindings(types, found, process.stderr);
  return 1;
}

/** Beside wrong types a slip is their echo, and blames whoever came last; a refusal may have something of its own to say. */
function refuseUnbuilt(types: readonly TypeProblem[], thrown: unknown, json: boolean): number {
  if (types.length === 0) throw thrown;
  const code = refuse(types, [], json);
  const error = thrown instanceof BuildError ? thrown.cause : thrown;
  if (isSlip(error) || isEcho(String(error), types)) return code;
  throw thrown;
}

function placeholderProblems(platform: Platform, values: readonly string[]): string[] {
  const { machines, owner } = platform;
  return [
    ...machines
      .filter(({ name }) => !owner.machines[name])
      .map(
        ({ name }) =>
          `platform/owner.ts says nothing of machine '${name}': add its address and WireGuard key once it is delivered`,
      ),
    ...placeholders(platform).map(
      (place) => `platform/owner.ts still has a placeholder at ${place}: --production wants the real one`,
    ),
    ...values.map(
      (value) =>
        `sealed/ holds a placeholder that nobody can open for ${value}: seal the real one (npm run secrets -- --help)`,
    ),
  ];
}

function summarize(
  model: Model,
  out: string,
  written: Written,
  types: TypeAnswer | undefined,
  milliseconds: number,
): Summary {
  return {
    phase: model.platform.phase,
    engine: model.platform.gitops,
    out,
    layers: layersOf(model.documents),
    written,
    budgets: [...budgets(model).values()],
    exceptions: model.inventory.exceptions.length,
    placeholders: placeholders(model.platform),
    types: !types ? 'not checked' : types.remembered ? 'remembered' : 'checked',
    milliseconds,
  };
}

function layersOf(documents: readonly Document[]): Summary['layers'] {
  const layers = new Map<string, Set<string>>();
  const objects = new Map<string, number>();
  for (const { file } of documents) {
    const layer = file.startsWith('kubernetes/')
      ? file.split('/').slice(0, 2).join('/')
      : file.split('/').slice(0, -1).join('/');
    layers.set(layer, (layers.get(layer) ?? new Set()).add(file));
    objects.set(layer, (objects.get(layer) ?? 0) + 1);
  }
  return [...layers].map(([layer, files]) => ({ layer, files: files.size, objects: objects.get(layer) ?? 0 }));
}
