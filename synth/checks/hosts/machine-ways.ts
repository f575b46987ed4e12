/*
 * Fields: firewall of each contract; network.wireguardPort and .mesh of the platform.
 * Allowed: SSH and WireGuard for everybody; VXLAN between mesh addresses, and the API for them, where there are agents.
 */

import { machinesOf, serverOf } from '../../../constructs/facts/platform-app.ts';
import type { Platform } from '../../../platform/types.ts';
import { wholeCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import type { FirewallContract, MachineContract } from '../../model/machine-contract.ts';
import { overlaps, rangesOf } from '../../reading/addresses.ts';

const cure = 'list it among the ports of the machine in platform/uyoop.ts';

export default wholeCheck('a machine that shuts out its owner, or the other machines', ({ platform, contracts }) =>
  contracts.flatMap((contract) => [
    ...everybody(contract, 22, 'tcp', 'its owner cannot come in by SSH'),
    ...everybody(contract, platform.network.wireguardPort, 'udp', 'no other machine reaches its WireGuard'),
    ...(contracts.length > 1 ? machines(platform, contract) : []),
  ]),
);

function everybody(
  { machine, firewall }: MachineContract,
  port: number,
  protocol: string,
  what: string,
): readonly Letter[] {
  const open = firewall.public.some((door) => door.port === port && door.protocol === protocol);
  return open ? [] : [letter(machine, what, `${protocol}/${port} is not open to everybody`)];
}

function machines(platform: Platform, { machine, firewall }: MachineContract): readonly Letter[] {
  const mesh = machinesOf(platform).flatMap((other) => (other.name === machine ? [] : [other.mesh]));
  const vxlan = isOpen(firewall, 8472, mesh)
    ? []
    : [letter(machine, 'its pods do not reach those of other machines', `8472/udp is shut to ${mesh.join(', ')}`)];
  const stray = firewall.public.some(({ port, protocol }) => port === 8472 && protocol === 'udp')
    ? [letter(machine, 'anybody may put packets among its pods', '8472/udp is open to everybody')]
    : [];
  const serves = machine === serverOf(platform).name && !isOpen(firewall, 6443, mesh);
  return [
    ...vxlan,
    ...stray,
    ...(serves ? [letter(machine, 'no agent reaches its API', `6443/tcp is shut to ${mesh.join(', ')}`)] : []),
  ];
}

/** To each of these addresses. */
function isOpen({ private: doors }: FirewallContract, port: number, callers: readonly string[]): boolean {
  const from = rangesOf(doors.filter((door) => door.port === port).flatMap((door) => door.from));
  return callers.every((caller) => overlaps(from, rangesOf([caller])));
}

const letter = (machine: string, what: string, got: string): Letter => ({ where: `hosts/${machine}`, what, got, cure });
