/*
 * Fields: networks of each contract; network of the platform; wireguard.interface.
 * Allowed: the platform's ranges, and exactly the interfaces that lead to each: what comes in elsewhere under an inner
 * address is dropped, and what comes in by an interface too many is trusted.
 */

import type { Platform } from '../../../platform/types.ts';
import { wholeCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import type { MachineContract, NetworksContract } from '../../model/machine-contract.ts';
import { differing } from '../../reading/contracts.ts';

const cure = 'hosts/contract/networks.ts makes them from network in platform/uyoop.ts: give back what stood there';

export default wholeCheck('inner networks that the perimeter takes for others', ({ platform, contracts }) =>
  contracts.flatMap((contract) => differences(platform, contract)),
);

function differences({ network }: Platform, { machine, networks, wireguard }: MachineContract): readonly Letter[] {
  const wanted: NetworksContract = {
    mesh: { range: network.mesh, interfaces: [wireguard.interface] },
    // flannel's own names. @see https://github.com/flannel-io/flannel/blob/master/Documentation/backends.md
    pods: { range: network.pods, interfaces: ['cni0', 'flannel.1'] },
    services: { range: network.services },
    // Docker's default bridge, and the one that Mailcow's Compose file names.
    docker: { range: network.docker, interfaces: ['docker0', 'br-mailcow'] },
  };
  return differing(networks, wanted).map(({ key, wanted, got }) => ({
    where: `hosts/${machine}`,
    what: `its ${key} are not ${wanted}`,
    ...{ got, cure },
  }));
}
