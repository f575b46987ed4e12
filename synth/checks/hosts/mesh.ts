/*
 * Fields: wireguard of each contract; machines, owner.machines and network of the platform.
 * Allowed: the machine's own address, key, port and MTU; every other delivered machine as a peer, at its mesh address alone,
 * with the platform's port and keepalive, and nobody else.
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
    ...contracts.flatMap((contract) => [
      ...own(platform, contract),
      ...peers(platform, contract),
      ...strangers(platform, contract),
    ]),
  ];
});

/** What the machine is in the mesh. The role stops at a key that is not the machine's; a key of nobody it would never find. */
function own({ network, owner, machines }: Platform, { machine, wireguard }: MachineContract): readonly Letter[] {
  const { address, port, mtu, key } = wireguard;
  const mesh = machines.find(({ name }) => name === machine)?.mesh;
  const got = `${address}, port ${port}, MTU ${mtu}`;
  const wanted = `${mesh}/${network.mesh.split('/')[1]}, port ${network.wireguardPort}, MTU ${network.mtu}`;
  const known = owner.machines[machine]?.wireguardKey ?? '';
  return [
    ...(got === wanted ? [] : [letter(`hosts/${machine}`, `a mesh that is not the platform's (${wanted})`, got)]),
    ...(key === known ? [] : [letter(`hosts/${machine}`, `another key than its owner knows (${known})`, key)]),
  ];
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

/** Whoever is a peer speaks from an address that policies and the firewall trust. */
function strangers(platform: Platform, { machine, wireguard }: MachineContract): readonly Letter[] {
  const known = machinesOf(platform).flatMap(({ name }) =>
    name === machine || !platform.owner.machines[name] ? [] : [name],
  );
  return wireguard.peers
    .filter(({ name }) => !known.includes(name))
    .map(({ name, endpoint }) =>
      letter(`hosts/${machine}`, 'a peer that is no other machine of the phase', `${name} at ${endpoint}`),
    );
}

const letter = (where: string, what: string, got: string): Letter => ({ where, what, got, cure });
