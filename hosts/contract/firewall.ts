import type { HostPort, Machine, Platform } from '../../platform/types.ts';
import type { FirewallContract, PrivatePort, PublicPort } from '../../synth/model/machine-contract.ts';

/**
 * What a machine lets in, from its list of ports. One without an address is the internet's; one on the mesh address is for
 * the machines and for the pods, unless it says from whom.
 */
export function firewall({ network }: Platform, { ports, mesh, ingress }: Machine): FirewallContract {
  const inside = (port: HostPort) => port.address !== undefined || port.from !== undefined;
  return {
    public: ports.filter((port) => !inside(port)).map(portOf),
    private: ports.filter(inside).map(
      (port): PrivatePort => ({
        ...portOf(port),
        address: port.address ?? mesh,
        from: port.from ?? [network.mesh, network.pods],
      }),
    ),
    policies: { incoming: 'deny', outgoing: 'allow', routed: 'deny' },
    ...(ingress && { nodeports: { first: 30_000, last: 32_767, address: mesh, from: [network.pods] } }),
  };
}

const portOf = ({ port, protocol, owner }: HostPort): PublicPort => ({ port, protocol, owner });
