/*
 * Fields: firewall of each contract; ports and ingress of machines; network of the platform.
 * Allowed: each listed port, at its address and from whom the list says; node ports on the mesh address, from pods, where the
 * ingress is; and nothing else.
 */

import type { HostPort, Machine, Platform } from '../../../platform/types.ts';
import { wholeCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import type { FirewallContract, PrivatePort, PublicPort } from '../../model/machine-contract.ts';
import { toldMachines } from '../../reading/contracts.ts';

const cure = 'hosts/contract/firewall.ts opens what a machine lists in platform/uyoop.ts: correct it there';
/** Kubernetes' own, unless its API server is told another. @see https://kubernetes.io/docs/reference/networking/ports-and-protocols/ */
const nodeports = { first: 30_000, last: 32_767 };

export default wholeCheck('a firewall that is not the list of ports', (model) =>
  toldMachines(model).flatMap(({ machine, contract }) => differences(model.platform, machine, contract.firewall)),
);

function differences(platform: Platform, machine: Machine, firewall: FirewallContract): readonly Letter[] {
  const wanted = [...machine.ports.map(listed(platform, machine)), ...ingress(platform, machine)];
  const got = opened(firewall);
  const where = `hosts/${machine.name}`;
  return [
    ...wanted.filter((door) => !got.includes(door)).map((door) => letter(where, 'a listed port stays shut', door)),
    ...got.filter((door) => !wanted.includes(door)).map((door) => letter(where, 'a port that nobody lists', door)),
    ...policies(where, firewall),
  ];
}

/** A port without an address and without callers is everybody's. */
function listed({ network }: Platform, { mesh }: Machine) {
  return ({ port, protocol, owner, address, from }: HostPort): string =>
    address === undefined && from === undefined
      ? said({ port, protocol, owner })
      : said({ port, protocol, owner, address: address ?? mesh, from: from ?? [network.mesh, network.pods] });
}

/** ServiceLB's pod hands on by a node port what kube-proxy did not take. */
function ingress({ network }: Platform, { ingress: takes, mesh }: Machine): readonly string[] {
  return takes ? [range({ ...nodeports, address: mesh, from: [network.pods] })] : [];
}

function opened({ public: everybody, private: some, nodeports: ports }: FirewallContract): readonly string[] {
  return [...everybody.map(said), ...some.map(said), ...(ports ? [range(ports)] : [])];
}

function policies(where: string, { policies: got }: FirewallContract): readonly Letter[] {
  const wanted = { incoming: 'deny', outgoing: 'allow', routed: 'deny' };
  if (JSON.stringify(got) === JSON.stringify(wanted)) return [];
  return [letter(where, 'UFW does not deny what nobody listed, and what it would route', JSON.stringify(got))];
}

const said = ({ port, protocol, owner, ...door }: PublicPort & Partial<PrivatePort>): string =>
  `${protocol}/${port} of ${owner} at ${door.address ?? 'every address'} from ${door.from?.join(', ') ?? 'everybody'}`;

const range = ({ first, last, address, from }: NonNullable<FirewallContract['nodeports']>): string =>
  `tcp/${first}–${last} at ${address} from ${from.join(', ')}`;

const letter = (where: string, what: string, got: string): Letter => ({ where, what, got, cure });
