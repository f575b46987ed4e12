/*
 * Fields: sysctls of each contract; HostSysctl; k3s.config.protect-kernel-defaults.
 * Allowed: at least the value that each claim names, on its machine; and exactly the values that kubelet does not start without.
 */

import { wholeCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import type { MachineContract } from '../../model/machine-contract.ts';
import type { Model } from '../../model/model.ts';
import { contractOf } from '../../reading/contracts.ts';

const cure = 'hosts/contract/state.ts makes them of every claim: give back what is missing';

/**
 * Kubelet wants these and no others, be they larger.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/kubelet/cm/container_manager_linux.go setupKernelTunables
 */
const kubelets = {
  'kernel.keys.root_maxbytes': 25_000_000,
  'kernel.keys.root_maxkeys': 1_000_000,
  'kernel.panic': 10,
  'kernel.panic_on_oops': 1,
  'vm.overcommit_memory': 1,
  'vm.panic_on_oom': 0,
} as const;

export default wholeCheck('a kernel that does not let its pods, or kubelet, start', (model) => [
  ...claimed(model),
  ...model.contracts.flatMap(unprotected),
]);

function claimed(model: Model): readonly Letter[] {
  return model.inventory.hostSysctls.flatMap(({ node, machine, key, minimum }) => {
    const got = contractOf(model, machine.name)?.sysctls[key];
    if (got !== undefined && got >= minimum) return [];
    return [letter(node.path, `${machine.name} is not told ${key} = ${minimum}`, String(got ?? 'nothing'))];
  });
}

function unprotected({ machine, sysctls, k3s }: MachineContract): readonly Letter[] {
  if (!k3s.config['protect-kernel-defaults']) return [];
  return Object.entries(kubelets).flatMap(([key, value]) => {
    const got = sysctls[key];
    if (got === value) return [];
    const what = `kubelet ends at once, with protect-kernel-defaults, unless ${key} is ${value}`;
    return [letter(`hosts/${machine}`, what, String(got ?? 'nothing'))];
  });
}

const letter = (where: string, what: string, got: string): Letter => ({ where, what, got, cure });
