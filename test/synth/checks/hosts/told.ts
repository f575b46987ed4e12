import type { HostPort } from '../../../../platform/types.ts';
import type { MachineContract } from '../../../../synth/model/machine-contract.ts';
import type { Model } from '../../../../synth/model/model.ts';
import { platform, type ScratchProps, scratch } from '../scratch.ts';

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

/** The same platform, one of whose machines lists other ports. */
export function listing(
  machine: string,
  change: (ports: readonly HostPort[]) => readonly HostPort[],
  props: ScratchProps = {},
): Model {
  const machines = platform.machines.map((one) => (one.name === machine ? { ...one, ports: change(one.ports) } : one));
  return scratch({ ...props, platform: { machines } });
}
