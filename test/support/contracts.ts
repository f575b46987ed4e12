import type { Inventory } from '../../constructs/inventory.ts';
import { contractBuilders } from '../../hosts/contract/index.ts';
import type { Platform } from '../../platform/types.ts';
import { Attempts } from '../../synth/model/attempts.ts';
import type { MachineContract } from '../../synth/model/machine-contract.ts';

/** The contracts of a platform's machines; of one whose facts contradict each other, those that can be made. */
export function contractsOf(platform: Platform, inventory: Inventory): readonly MachineContract[] {
  return new Attempts().collectEach('hosts', contractBuilders(platform, inventory));
}
