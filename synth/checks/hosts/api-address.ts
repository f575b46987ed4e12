/*
 * Fields: k3s.config of each contract (node-ip, advertise-address, flannel-iface, server); mesh addresses.
 * Allowed: the mesh address everywhere. K3s advertises node-external-ip before node-ip: kube-router judges a packet after
 * DNAT, and every policy leads to the mesh address.
 */

import { serverOf } from '../../../constructs/facts/platform-app.ts';
import { wholeCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import type { MachineContract } from '../../model/machine-contract.ts';
import { differing, toldMachines } from '../../reading/contracts.ts';

const cure = 'hosts/contract/k3s.ts writes it: give back what stood there';

export default wholeCheck('a Kubernetes API that is not where policies and agents look for it', (model) => {
  const server = serverOf(model.platform);
  return toldMachines(model).flatMap(({ machine: { name, mesh }, contract }) => {
    const wanted = {
      'node-ip': mesh,
      'flannel-iface': contract.wireguard.interface,
      ...(name === server.name ? advertised(mesh) : joined(server.mesh)),
    };
    return differences(contract, wanted);
  });
});

const advertised = (mesh: string) => ({ 'advertise-address': mesh });
const joined = (mesh: string) => ({ server: `https://${mesh}:6443` });

function differences({ machine, k3s }: MachineContract, wanted: Readonly<Record<string, string>>): readonly Letter[] {
  return differing(k3s.config, wanted).map(({ key, got }) => ({
    where: `hosts/${machine}`,
    what: `K3s's ${key} is not ${wanted[key]}`,
    ...{ got, cure },
  }));
}
