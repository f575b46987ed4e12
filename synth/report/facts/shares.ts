import { grouped } from '../../../constructs/facts/grouped.ts';
import { machinesOf } from '../../../constructs/facts/platform-app.ts';
import type { Phase } from '../../../platform/types.ts';
import type { Model } from '../../model/model.ts';
import { type Budget, type BudgetRow, budgets } from '../../reading/budgets.ts';
import { serviceAt } from './parts.ts';

export const phases: readonly Phase[] = [1, 2, 3];

/** The rows of a budget, one a service: its programs and its volumes together, in the order of their first. */
export function byService({ rows }: Budget): readonly BudgetRow[] {
  const named = grouped(rows, ({ name }) => (isPath(name) ? serviceAt(name) : name));
  return [...named].map(([name, own]) => {
    const sum = (kind: 'cpu' | 'memory' | 'limits' | 'disk') => own.reduce((total, row) => total + row[kind], 0);
    return { name, cpu: sum('cpu'), memory: sum('memory'), limits: sum('limits'), disk: sum('disk') };
  });
}

/** What a machine keeps for itself has a name of words. */
const isPath = (name: string): boolean => name.includes('/') && !name.includes(' ');

/** The budget of each machine in a phase, by its name. @throws what refuses to be built there */
export function budgetsIn(model: Model, phase: Phase): ReadonlyMap<string, Budget> {
  if (phase === model.platform.phase) return budgets(model);
  const platform = { ...model.platform, phase };
  // Nothing is written of another phase: a volume is as large as its claim says.
  return budgets({ ...model, platform, inventory: model.inventoryIn({ phase }), documents: [] });
}

/** Each machine of the platform with its budget in each phase; undefined before it is there. */
export function budgetsByPhase(model: Model): readonly (readonly [string, readonly (Budget | undefined)[]])[] {
  const known = phases.map((phase) => budgetsIn(model, phase));
  const last = machinesOf({ ...model.platform, phase: 3 });
  return last.map(({ name }) => [name, known.map((budgets) => budgets.get(name))]);
}
