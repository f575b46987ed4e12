import { machinesOf } from '../../constructs/facts/platform-app.ts';
import type { Cidr, Machine, Platform } from '../../platform/types.ts';
import type { NetworksContract, WireguardContract, WireguardPeer } from '../../synth/model/machine-contract.ts';

const meshInterface = 'wg0';

/** The interfaces that lead inside; whatever else a machine has is the internet. */
export function networks({ network }: Platform): NetworksContract {
  return {
    mesh: { range: network.mesh, interfaces: [meshInterface] },
    // flannel's bridge of the machine's own pods, and its way to the other machines'.
    pods: { range: network.pods, interfaces: ['cni0', 'flannel.1'] },
    services: { range: network.services },
    // Docker's default network, and Mailcow's.
    docker: { range: network.docker, interfaces: ['docker0', 'br-mailcow'] },
  };
}

/** A full mesh: every other machine of the phase that has been delivered is a peer. */
export function wireguard(platform: Platform, machine: Machine): WireguardContract {
  const { network, owner } = platform;
  return {
    interface: meshInterface,
    address: `${machine.mesh}/${Number(network.mesh.split('/')[1])}`,
    port: network.wireguardPort,
    mtu: network.mtu,
    key: owner.machines[machine.name]?.wireguardKey ?? '',
    peers: machinesOf(platform).flatMap((other) => (other === machine ? [] : peers(platform, other))),
  };
}

/** One, or none while OVH has not delivered the machine. */
function peers({ network, owner }: Platform, { name, mesh }: Machine): readonly WireguardPeer[] {
  const facts = owner.machines[name];
  if (!facts) return [];
  // Pods travel in VXLAN between mesh addresses: their own ranges are none of WireGuard's.
  const allowed: readonly Cidr[] = [`${mesh}/32`];
  const endpoint = `${facts.ipv4}:${network.wireguardPort}`;
  return [{ name, key: facts.wireguardKey, endpoint, allowed, keepalive: network.keepaliveSeconds }];
}
