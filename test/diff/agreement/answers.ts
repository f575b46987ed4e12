import answers from './answers.json' with { type: 'json' };
import type { Pair } from './pairs.ts';

/** What became of an object. `held`: nothing, since another one was refused; `kept`: it left Git and is still there. */
export type Fate = 'created' | 'changed' | 'unchanged' | 'refused' | 'held' | 'deleted' | 'kept';

/** What Terraform plans for a block. */
export type Plan = 'create' | 'update' | 'replace' | 'delete' | 'no-op' | 'prevented';

/** What programs did with a pair. */
export interface Answer {
  /** Of the pair that was asked. */
  readonly sum: string;
  /** By what the report calls an object. */
  readonly objects?: Readonly<Record<string, Fate>>;
  /** Workloads whose pods were exchanged. */
  readonly restarted?: readonly string[];
  /** By the address of a block. */
  readonly plans?: Readonly<Record<string, Plan>>;
  /** The program's own words where it refused. */
  readonly words?: string;
}

export interface Answers {
  /** Which program said it, in which version. */
  readonly programs: Readonly<Record<string, string>>;
  readonly pairs: Readonly<Record<string, Answer>>;
}

/** As they were given by the programs that they name; `npm run agree` asks again. */
export const recorded = answers as unknown as Answers;

/** Where what is said of a pair is not what the programs did. */
export function disagreements(
  { name, says }: Pair,
  { objects = {}, restarted = [], plans = {} }: Answer,
): readonly string[] {
  const of = (id: string) => says.filter((one) => one.includes(` ${id}: `));
  // What Helm refuses, an API server takes.
  const refuses = (id: string) =>
    !id.startsWith('HelmRelease') && of(id).some((one) => /(API server|Kubernetes) refuses/.test(one));
  const stops = Object.values(objects).includes('refused');
  return [
    ...Object.entries(objects).flatMap(([id, fate]) => {
      if (refuses(id) !== (fate === 'refused')) return [`${id} is ${fate}: ${of(id).join(' | ') || 'nothing is said'}`];
      const keeps = of(id).some((one) => /\bkeeps (it|the volume)|runs on|lets go/.test(one));
      if (fate === 'kept' && !keeps) return [`${id} is kept, and nothing says so`];
      return fate === 'deleted' && keeps ? [`${id} is deleted, and is said to be kept`] : [];
    }),
    ...(stops ? [] : restarts(says, objects, restarted)),
    ...Object.entries(plans).flatMap(([address, plan]) => planned(says, address, plan)),
    // A text that is laid out anew is another text to Terraform, and the same to whoever reads it.
    ...(name.startsWith('no change') ? [] : counted(says, Object.values(plans))),
  ];
}

/** Pods are exchanged exactly where that is said, or where it is said that a person must. */
function restarts(says: readonly string[], objects: NonNullable<Answer['objects']>, restarted: readonly string[]) {
  const ids = Object.keys(objects).filter((id) => /^(Deployment|StatefulSet|DaemonSet) /.test(id));
  return ids.flatMap((id) => {
    const told = says.some((one) => one.startsWith(`restart ${id}: restarts`));
    if (told === restarted.includes(id)) return [];
    return [told ? `${id} keeps its pods, and is said to restart` : `${id} restarts, and nothing says so`];
  });
}

function planned(says: readonly string[], address: string, plan: Plan): readonly string[] {
  const own = says.filter((one) => one.includes(` ${address}: `));
  const replaces = own.some((one) =>
    /needs a new resource|takes a new bucket|destroys the bucket with every object/.test(one),
  );
  const fails = own.some((one) => /makes the plan fail/.test(one));
  if ((plan === 'prevented') !== fails)
    return [`${address}: the plan is ${plan}: ${own.join(' | ') || 'nothing is said'}`];
  if (plan === 'replace' && !replaces) return [`${address} is replaced, and nothing says so`];
  return (plan === 'update' || plan === 'no-op') && replaces
    ? [`${address} is ${plan}, and is said to be replaced`]
    : [];
}

const verbs: Readonly<Record<string, readonly Plan[]>> = {
  add: ['create'],
  change: ['update'],
  replace: ['replace', 'prevented'],
  destroy: ['delete'],
};

/** `terraform apply: 1 to add, 2 to change` is what a plan counts. */
function counted(says: readonly string[], plans: readonly Plan[]): readonly string[] {
  const told = says.filter((one) => one.startsWith('hands stack ')).join(' ');
  // Vault's and GitLab's providers are not asked.
  if (plans.length === 0 || /leaves dist\/|stack (vault|forge)/.test(told)) return [];
  return Object.entries(verbs).flatMap(([verb, own]) => {
    const said = Number(new RegExp(`(\\d+) to ${verb}`).exec(told)?.[1] ?? 0);
    const done = plans.filter((plan) => own.includes(plan)).length;
    return said === done ? [] : [`${done} to ${verb}, and ${said} are said`];
  });
}
