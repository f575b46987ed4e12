import { machinesOf } from '../../constructs/facts/platform-app.ts';
import type { Machine } from '../../platform/types.ts';
import type { MachineContract } from '../model/machine-contract.ts';
import type { Model } from '../model/model.ts';

/** What a machine is told, by its name; undefined where nobody tells it anything. */
export const contractOf = ({ contracts }: Pick<Model, 'contracts'>, name: string): MachineContract | undefined =>
  contracts.find(({ machine }) => machine === name);

/** A machine of the phase, and what it is told. */
interface ToldMachine {
  readonly machine: Machine;
  readonly contract: MachineContract;
}

/** The machines of the phase that are told something. */
export function toldMachines(model: Pick<Model, 'contracts' | 'platform'>): readonly ToldMachine[] {
  return machinesOf(model.platform).flatMap((machine) => {
    const contract = contractOf(model, machine.name);
    return contract ? [{ machine, contract }] : [];
  });
}

/** A word that is not what it should be; both values as JSON. */
interface Difference {
  readonly key: string;
  readonly wanted: string;
  readonly got: string;
}

/** The wanted words that are told otherwise, or not at all: each by itself, so that a letter names the one that differs. */
export function differing(told: object, wanted: object): readonly Difference[] {
  const words: Readonly<Record<string, unknown>> = { ...told };
  return Object.entries(wanted).flatMap(([key, value]) => {
    const [got, right] = [json(words[key]), json(value)];
    return got === right ? [] : [{ key, wanted: right, got }];
  });
}

const json = (value: unknown): string => JSON.stringify(value) ?? 'nothing';
