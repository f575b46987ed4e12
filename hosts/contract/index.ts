import { machinesOf } from '../../constructs/facts/platform-app.ts';
import type { Inventory } from '../../constructs/inventory.ts';
import type { Machine, Platform } from '../../platform/types.ts';
import type { MachineContract } from '../../synth/model/machine-contract.ts';
import { cadvisor, crowdsec, docker } from './beside.ts';
import { firewall } from './firewall.ts';
import { k3s } from './k3s.ts';
import { mailcow } from './mailcow.ts';
import { networks, wireguard } from './networks.ts';
import { checkouts, folders, packages, state, sysctls } from './state.ts';

/** By its machine, how each contract is made: one that throws leaves the others be. */
export function contractBuilders(platform: Platform, inventory: Inventory): ReadonlyMap<string, () => MachineContract> {
  return new Map(machinesOf(platform).map((machine) => [machine.name, () => contract(platform, inventory, machine)]));
}

/** Everything that the cluster takes for granted of a machine. Pure: the same facts give the same contract. */
function contract(platform: Platform, inventory: Inventory, machine: Machine): MachineContract {
  const around = networks(platform);
  const cluster = k3s(platform, machine, around);
  const mail = mailcow(platform, inventory, machine);
  const engine = docker(platform, machine);
  const measured = cadvisor(machine);
  return {
    machine: machine.name,
    wireguard: wireguard(platform, machine),
    networks: around,
    firewall: firewall(platform, machine),
    k3s: cluster,
    sysctls: sysctls(inventory, machine),
    packages: packages(platform),
    folders,
    checkouts: checkouts(inventory, machine),
    state: state(inventory, machine, cluster.storage.path),
    ...(engine && { docker: engine }),
    ...(mail && { mailcow: mail }),
    crowdsec: crowdsec(platform, machine),
    ...(measured && { cadvisor: measured }),
  };
}
