import { machinesOf } from '../../constructs/facts/platform-app.ts';
import type { Machine } from '../../platform/types.ts';
import type { Model } from '../model/model.ts';
import { once } from './once.ts';
import { amountOf, millicoresOf } from './quantities.ts';
import { volumeClaims } from './volume-claims.ts';

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
export const budgets: (model: Model) => ReadonlyMap<string, Budget> = once((model) => {
  const sizes = new Map(volumeClaims(model).map(({ id, size }) => [id, size]));
  return new Map(
    machinesOf(model.platform).map((machine) => [
      machine.name,
      budgetOf(machine, [
        ...reserved(machine),
        ...claimed(model, machine),
        ...stored(model, machine, sizes),
        ...leftOver(model, machine),
      ]),
    ]),
  );
});

function budgetOf(machine: Machine, rows: readonly BudgetRow[]): Budget {
  const sum = (kind: 'cpu' | 'memory' | 'limits' | 'disk') => rows.reduce((total, row) => total + row[kind], 0);
  const memory = sizeOf(machine.memory);
  return {
    machine: machine.name,
    cpu: { used: sum('cpu'), total: machine.cores * 1000 },
    memory: { used: sum('memory'), total: memory },
    limits: { used: sum('limits'), total: memory },
    disk: { used: sum('disk'), total: sizeOf(machine.disk) },
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
    .filter(({ outside }) => outside === undefined)
    .filter((claim) => everywhere || claim.machine.name === machine.name)
    .map(({ node, namespace, volume, size = '0' }) => ({
      name: node.scope?.node.path ?? node.path,
      cpu: 0,
      memory: 0,
      limits: 0,
      disk: Math.max(bytes(size), sizes.get(`${namespace}/${volume}`) ?? 0),
    }));
}

/** Volumes of services that are gone. */
function leftOver({ platform }: Model, machine: Machine): readonly BudgetRow[] {
  return (platform.kept ?? [])
    .filter((volume) => volume.machine === machine.name)
    .map(({ namespace, volume, size }) => ({
      name: `${namespace}/${volume}, which nobody claims`,
      ...{ cpu: 0, memory: 0, limits: 0, disk: bytes(size) },
    }));
}

/** A size that nobody can read is refused as such, and is no reason to find everything too large. */
const sizeOf = (amount: string): number => bytes(amount) || Number.POSITIVE_INFINITY;
const bytes = (amount: string): number => amountOf(amount) ?? 0;
const millicores = (amount: string): number => millicoresOf(amount) ?? 0;
