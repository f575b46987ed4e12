import { isAbsolute, join } from 'node:path';
import type { SealedStore } from '../../constructs/facts/sealed-store.ts';
import { placeholders } from '../../platform/placeholders.ts';
import type { Platform } from '../../platform/types.ts';
import { platformProblems } from '../../platform/validation.ts';
import { budgets } from '../checks/capacity.ts';
import { credentialsIn } from '../checks/credentials.ts';
import { findings } from '../checks/index.ts';
import type { Document } from '../model/documents.ts';
import { type Files, kubernetesFiles } from '../model/files.ts';
import type { Model } from '../model/model.ts';
import type { SealedSource } from '../model/sealed-source.ts';
import { reportFiles } from '../report/report.ts';
import { terraformFiles } from '../writing/terraform-files.ts';
import { type Written, write } from '../writing/writer.ts';
import { help, readArguments } from './arguments.ts';
import { printFindings, printSummary, type Summary } from './output.ts';

export type Compose = (platform: Platform, sealed: SealedStore) => Model;

/** Everything that a model becomes: text by path below `dist/`. */
export function filesOf(model: Model): Files {
  return new Map([...kubernetesFiles(model.documents), ...terraformFiles(model.stacks), ...reportFiles(model)]);
}

/**
 * `npm run synth`: composes, checks, and writes only when nothing was found. Exit code 0, or 1 with nothing written.
 *
 * @param readSealed reads the repository's `sealed/`
 */
export function synthCommand(
  args: readonly string[],
  platform: Platform,
  compose: Compose,
  readSealed: () => SealedSource,
): number {
  const start = performance.now();
  const flags = readArguments(args);
  if (flags.help) {
    process.stdout.write(help);
    return 0;
  }
  const wanted = { ...platform, phase: flags.phase ?? platform.phase, gitops: flags.engine ?? platform.gitops };
  const sealed = readSealed();
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
  const found = [...findings(model), ...stored, ...credentialsIn(files)];
  if (found.length > 0) {
    if (flags.json) process.stdout.write(`${JSON.stringify({ findings: found }, null, 2)}\n`);
    else printFindings(found, process.stderr);
    return 1;
  }
  const written = write(isAbsolute(flags.out) ? flags.out : join(process.cwd(), flags.out), files);
  const summary = summarize(model, flags.out, written, performance.now() - start);
  if (flags.json) process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`);
  else printSummary(summary, process.stdout);
  return 0;
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

function summarize(model: Model, out: string, written: Written, milliseconds: number): Summary {
  return {
    phase: model.platform.phase,
    engine: model.platform.gitops,
    out,
    layers: layersOf(model.documents),
    written,
    budgets: [...budgets(model).values()],
    exceptions: model.inventory.exceptions.length,
    placeholders: placeholders(model.platform),
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
