/*
 * Fields: wireguard of each contract; machines, owner.machines and network of the platform.
 * Allowed: every other delivered machine as a peer, at its mesh address alone, with the platform's port, MTU and keepalive.
 */

import { machinesOf } from '../../../constructs/facts/platform-app.ts';
import type { Platform } from '../../../platform/types.ts';
import { wholeCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import type { MachineContract } from '../../model/machine-contract.ts';

const cure = 'hosts/contract/networks.ts makes it from platform/uyoop.ts and platform/owner.ts: correct it there';

export default wholeCheck('machines that do not find each other in the mesh', ({ platform, contracts }) => {
  const missing = machinesOf(platform).filter(({ name }) => contracts.every(({ machine }) => machine !== name));
  return [
    ...missing.map(({ name }) => letter(`hosts/${name}`, 'a machine of the phase is told nothing', 'no contract')),
    ...contracts.flatMap((contract) => [...numbers(platform, contract), ...peers(platform, contract)]),
  ];
});

function numbers({ network }: Platform, { machine, wireguard: { port, mtu } }: MachineContract): readonly Letter[] {
  const got = `port ${port}, MTU ${mtu}`;
  const wanted = `port ${network.wireguardPort}, MTU ${network.mtu}`;
  return got === wanted ? [] : [letter(`hosts/${machine}`, `a mesh that is not the platform's (${wanted})`, got)];
}

function peers(platform: Platform, { machine, wireguard }: MachineContract): readonly Letter[] {
  const { owner, network } = platform;
  return machinesOf(platform).flatMap(({ name, mesh }): readonly Letter[] => {
    const facts = owner.machines[name];
    if (name === machine || !facts) return [];
    const peer = wireguard.peers.find((one) => one.name === name);
    const got = peer && `${peer.endpoint} for ${peer.allowed.join(', ')} every ${peer.keepalive} s`;
    const wanted = `${facts.ipv4}:${network.wireguardPort} for ${mesh}/32 every ${network.keepaliveSeconds} s`;
    const what = `a machine that does not find ${name} (${wanted})`;
    return got === wanted && peer?.key === facts.wireguardKey
      ? []
      : [letter(`hosts/${machine}`, what, got ?? 'no peer')];
  });
}

const letter = (where: string, what: string, got: string): Letter => ({ where, what, got, cure });
