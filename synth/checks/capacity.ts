import { machinesOf } from '../../constructs/facts/platform-app.ts';
import { bytes, millicores, readableBytes, readableCores } from '../../constructs/facts/quantity.ts';
import type { Machine } from '../../platform/types.ts';
import type { Finding } from '../model/finding.ts';
import type { Model } from '../model/model.ts';
import { idOf, written } from '../reading/written.ts';

/** A share of a machine. CPU in millicores, the rest in bytes. */
export interface BudgetRow {
  /** Construct path of the claim, or the name of what the machine keeps for itself. */
  readonly name: string;
  readonly cpu: number;
  readonly memory: number;
  readonly limits: number;
  readonly disk: number;
}

export interface Amount {
  readonly used: number;
  readonly total: number;
}

/** What a machine has and what is claimed of it. CPU in millicores, the rest in bytes. */
export interface Budget {
  readonly machine: string;
  readonly cpu: Amount;
  /** Sum of memory requests. */
  readonly memory: Amount;
  /** Sum of memory ceilings. */
  readonly limits: Amount;
  readonly disk: Amount;
  readonly rows: readonly BudgetRow[];
}

/** The budget of each machine of the phase, by its name. */
export function budgets(model: Model): ReadonlyMap<string, Budget> {
  const sizes = writtenSizes(model);
  return new Map(
    machinesOf(model.platform).map((machine) => [
      machine.name,
      budgetOf(machine, [...reserved(machine), ...claimed(model, machine), ...stored(model, machine, sizes)]),
    ]),
  );
}

/** Check 1: more is claimed of a machine than it has. */
export function capacity(model: Model): readonly Finding[] {
  return [...budgets(model).values()].flatMap((budget) => [
    ...over(budget, 'cpu', 'CPU requests', readableCores),
    ...over(budget, 'memory', 'memory requests', readableBytes),
    ...over(budget, 'limits', 'memory limits', readableBytes),
    ...over(budget, 'disk', 'disk', readableBytes),
  ]);
}

type Kind = 'cpu' | 'memory' | 'limits' | 'disk';

function over(budget: Budget, kind: Kind, what: string, readable: (amount: number) => string): readonly Finding[] {
  const { used, total } = budget[kind];
  if (used <= total) return [];
  const largest = [...budget.rows].sort((a, b) => b[kind] - a[kind]).slice(0, 3);
  return [
    {
      check: 1,
      where: budget.machine,
      what: `${what} exceed the machine by ${readable(used - total)}`,
      got: `${readable(used)} of ${readable(total)}; the largest: ${largest.map((row) => `${row.name} ${readable(row[kind])}`).join(', ')}`,
      cure: 'lower a claim, move a service to another machine with node, or order a larger machine',
    },
  ];
}

function budgetOf(machine: Machine, rows: readonly BudgetRow[]): Budget {
  const sum = (kind: Kind) => rows.reduce((total, row) => total + row[kind], 0);
  return {
    machine: machine.name,
    cpu: { used: sum('cpu'), total: machine.cores * 1000 },
    memory: { used: sum('memory'), total: bytes(machine.memory) },
    limits: { used: sum('limits'), total: bytes(machine.memory) },
    disk: { used: sum('disk'), total: bytes(machine.disk) },
    rows,
  };
}

function reserved(machine: Machine): readonly BudgetRow[] {
  return machine.reserved.map(({ name, cpu, memory, disk }) => ({
    name,
    cpu: millicores(cpu),
    memory: bytes(memory),
    limits: bytes(memory),
    disk: bytes(disk),
  }));
}

function claimed(model: Model, machine: Machine): readonly BudgetRow[] {
  return model.inventory.claims
    .filter((claim) => claim.machine.name === machine.name)
    .map(({ node, resources: { cpu, memory, memoryLimit = memory }, replicas }) => ({
      name: node.scope?.node.path ?? node.path,
      cpu: millicores(cpu) * replicas,
      memory: bytes(memory) * replicas,
      limits: bytes(memoryLimit) * replicas,
      disk: 0,
    }));
}

/** Volumes; what is written wins over what was claimed. */
function stored(model: Model, machine: Machine, sizes: ReadonlyMap<string, number>): readonly BudgetRow[] {
  // Longhorn puts the copies where it likes: any machine may come to hold any volume.
  const everywhere = model.platform.storage === 'longhorn';
  return model.inventory.backups
    .filter((claim) => everywhere || claim.machine.name === machine.name)
    .map(({ node, namespace, volume, size }) => ({
      name: node.scope?.node.path ?? node.path,
      cpu: 0,
      memory: 0,
      limits: 0,
      disk: Math.max(bytes(size), sizes.get(`${namespace}/${volume}`) ?? 0),
    }));
}

function writtenSizes(model: Model): ReadonlyMap<string, number> {
  return new Map(
    written(model, 'PersistentVolumeClaim').map(({ manifest }) => [
      idOf(manifest),
      bytes(manifest.spec?.resources?.requests?.storage ?? 0),
    ]),
  );
}
