import { grouped } from '../../constructs/facts/grouped.ts';
import type { Relaxations } from '../../constructs/pod/hardening.ts';
import { reason } from '../../platform/values/text.ts';
import { problemWith } from '../../platform/values/value-kind.ts';
import type { Letter } from '../model/finding.ts';
import type { Model } from '../model/model.ts';
import { once } from './once.ts';
import { type PodTemplate, podTemplates } from './pods.ts';
import { covers } from './selector.ts';

/** A reason in fewer letters says nothing. */
export const shortestReason = 10;

export const isReason = (text: unknown): boolean => problemWith(reason, text) === undefined;

/** What the workload behind a template asked to be excused for. */
export function relaxationsOf(model: Model, { path, namespace, name, labels }: PodTemplate): Relaxations {
  const ours = neighbours(model).get(namespace) ?? [];
  const found =
    ours.find(({ below }) => path.startsWith(below)) ??
    ours.find(({ workload }) => workload.name === name) ??
    ours.find(({ workload }) => covers(labels, workload.pods.labels));
  return found?.workload.props.relax ?? {};
}

/** The workloads of each namespace. */
const neighbours = once(({ inventory }) =>
  grouped(
    inventory.workloads.map((workload) => ({ workload, below: `${workload.node.path}/` })),
    ({ workload }) => workload.place.namespace,
  ),
);

export type Excuse = keyof Relaxations;

/** Whether the workload gives a written reason for being softer in this. */
export function isExcused(model: Model, template: PodTemplate, excuse: Excuse): boolean {
  const given = relaxationsOf(model, template)[excuse];
  return isReason(typeof given === 'object' ? given.reason : given);
}

/** Something that pods may not do. */
export interface Softness {
  /** What excuses it, if its workload writes the reason there. Nothing excuses what has none. */
  readonly excuse?: Excuse;
  readonly what: string;
  /** What of it a template does; nothing, if it does not. */
  readonly got: (template: PodTemplate) => readonly string[];
}

/** One letter for each template that is softer than its workload gives a reason for. */
export function softPods(model: Model, { excuse, what, got }: Softness): readonly Letter[] {
  const cure = excuse ? `harden it, or write in relax.${excuse} why it cannot be` : 'harden it: nothing excuses this';
  return podTemplates(model).flatMap((template) => {
    const found = got(template);
    if (found.length === 0 || (excuse && isExcused(model, template, excuse))) return [];
    const { path, namespace, name } = template;
    return [{ where: path, what: `${namespace}/${name} ${what}`, got: found.join('; '), cure }];
  });
}
