import type { MachineContract } from '../../../../synth/model/machine-contract.ts';
import type { Model } from '../../../../synth/model/model.ts';
import { type ScratchProps, scratch } from '../scratch.ts';

/** A healthy platform, one of whose machines is told something else. */
export function told(
  machine: string,
  change: (contract: MachineContract) => Partial<MachineContract>,
  props: ScratchProps = {},
): Model {
  const changed = (contract: MachineContract) =>
    contract.machine === machine ? { ...contract, ...change(contract) } : contract;
  return scratch({ ...props, contracts: (healthy) => healthy.map(changed) });
}

/** The same, for lines of K3s's configuration. */
export function toldK3s(
  machine: string,
  config: Partial<MachineContract['k3s']['config']>,
  props?: ScratchProps,
): Model {
  const change = ({ k3s }: MachineContract) => ({ k3s: { ...k3s, config: { ...k3s.config, ...config } } });
  return told(machine, change, props);
}
