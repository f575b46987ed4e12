/*
 * Fields: ResourceClaim (cpu, memory, memoryLimit × replicas), BackupClaim (size), PersistentVolumeClaim
 * (spec.resources.requests.storage), and `reserved` of each machine.
 * Allowed: for each machine a sum of requests, of memory limits and of disk that it has.
 */

import { readableBytes, readableCores } from '../../../constructs/facts/quantity.ts';
import { sumCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import { type Budget, budgets } from '../../reading/budgets.ts';

const cure = 'lower a claim, move a service to another machine with node, or order a larger machine';

export default sumCheck('claims of more cores, memory or disk than a machine has', (model) =>
  [...budgets(model).values()].flatMap(exceeded),
);

const kinds = [
  { kind: 'cpu', what: 'CPU requests', readable: readableCores },
  { kind: 'memory', what: 'memory requests', readable: readableBytes },
  { kind: 'limits', what: 'memory limits', readable: readableBytes },
  { kind: 'disk', what: 'disk', readable: readableBytes },
] as const;

/** One letter a machine: a claim that is too large in one kind often is in the others. */
function exceeded(budget: Budget): readonly Letter[] {
  const over = kinds.filter(({ kind }) => budget[kind].used > budget[kind].total);
  if (over.length === 0) return [];
  const excess = over.map(
    ({ kind, what, readable }) => `${what} exceed the machine by ${readable(budget[kind].used - budget[kind].total)}`,
  );
  return [
    { where: budget.machine, what: excess.join('; '), got: over.map((one) => shares(budget, one)).join('; '), cure },
  ];
}

function shares({ rows, ...budget }: Budget, { kind, readable }: (typeof kinds)[number]): string {
  const { used, total } = budget[kind];
  const largest = [...rows].sort((a, b) => b[kind] - a[kind]).slice(0, 3);
  const names = largest.map((row) => `${row.name} ${readable(row[kind])}`);
  return `${readable(used)} of ${readable(total)}; the largest: ${names.join(', ')}`;
}
