import { findings } from '../../synth/checks/index.ts';
import { filesOf } from '../../synth/command/synth-command.ts';
import { Attempts } from '../../synth/model/attempts.ts';
import { BuildError } from '../../synth/model/building.ts';
import { type Files, kubernetesFiles } from '../../synth/model/files.ts';
import type { Finding } from '../../synth/model/finding.ts';
import type { Model } from '../../synth/model/model.ts';
import { modelAlone } from '../../synth/model/run.ts';
import { isSlip } from '../../synth/terminal/slip.ts';
import type { Flaw } from './flaws.ts';
import type { Plan } from './plan.ts';
import { modelOf } from './town.ts';

export interface Judged {
  readonly model: Model;
  readonly files: Files;
  readonly found: readonly Finding[];
  /** Of the processor, from the plan to the last finding. */
  readonly seconds: number;
}

/** What `npm run synth` makes of a plan, up to the writing. */
export function judge(plan: Plan, flaw: Partial<Flaw> = {}): Judged {
  const before = process.cpuUsage();
  const composed = modelOf(plan, flaw);
  const attempts = new Attempts();
  const isBuilt = plan.whole && composed.refused.length === 0;
  const [files = new Map()] = attempts.collect('report', () =>
    isBuilt ? filesOf(composed) : kubernetesFiles(composed.documents),
  );
  const model = { ...composed, refused: [...composed.refused, ...attempts.refused] };
  const found = findings(model, { ...modelAlone, files });
  const { user, system } = process.cpuUsage(before);
  return { model, files, found, seconds: (user + system) / 1e6 };
}

/** What a person would read of a run: `10 plot-0/shop: …, got …`. */
export const lettersOf = (found: readonly Finding[]): readonly string[] =>
  found.map(({ check, where, what, got }) => `${check} ${where}: ${what}, got ${got}`.slice(0, 400));

/** Findings that are a stack trace: a slip of the program, whatever was written. */
export const slipsIn = (found: readonly Finding[]): readonly string[] =>
  lettersOf(
    found.filter(({ error }) => error !== undefined && isSlip(error instanceof BuildError ? error.cause : error)),
  );

/** What a run may take of the processor: a second for a thousand objects, and half of one to begin with. */
export const allowed = ({ model }: Judged): number => 0.5 + model.documents.length / 1000;
