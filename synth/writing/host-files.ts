import { yamlText } from '../../constructs/facts/yaml.ts';
import type { Machine, Platform } from '../../platform/types.ts';
import { type Files, header } from '../model/files.ts';
import type { MachineContract } from '../model/machine-contract.ts';

/** What `hosts/site.yaml` reads: which machines there are, and of each what it must be. */
export function hostFiles(platform: Platform, contracts: readonly MachineContract[]): Files {
  const each = contracts.map(
    ({ machine, ...variables }) => [`hosts/${machine}.yaml`, header + yamlText(variables)] as const,
  );
  return new Map([['hosts/inventory.yaml', header + yamlText(inventory(platform, contracts))], ...each]);
}

/** The account that OVH's images of Debian have, with sudo and the key of the order. */
const admin = 'debian';

/**
 * Ansible's inventory: a group by K3s's role, and one for mail.
 *
 * @see https://docs.ansible.com/ansible/latest/inventory_guide/intro_inventory.html
 */
function inventory({ machines, owner, mail }: Platform, contracts: readonly MachineContract[]) {
  const there = machines.filter(({ name }) => contracts.some(({ machine }) => machine === name));
  const group = (is: (machine: Machine) => boolean) => ({
    hosts: Object.fromEntries(there.filter(is).map(({ name }) => [name, {}])),
  });
  const hosts = there.map(({ name }) => [name, { ansible_host: owner.machines[name]?.ipv4 ?? name }]);
  return {
    all: {
      vars: { ansible_user: admin },
      hosts: Object.fromEntries(hosts),
      children: {
        server: group(({ role }) => role === 'server'),
        agent: group(({ role }) => role === 'agent'),
        mail: group(({ name }) => name === mail.machine),
      },
    },
  };
}
