/*
 * Fields: machines[*].name, .mesh and .ports[*].address, network.mesh of the platform.
 * Allowed: host names and addresses of the mesh, each of one machine; ports on an address of their own machine.
 */

import type { Machine, Platform } from '../../../platform/types.ts';
import { isHostOf } from '../../../platform/values/addresses.ts';
import { name as label } from '../../../platform/values/names.ts';
import { problemWith } from '../../../platform/values/value-kind.ts';
import { factCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';

const where = 'platform/uyoop.ts machines';
const hostName = 'use lower case letters, digits and dashes';
const inside = 'give it a free address of the mesh';
const apart = 'give one of them another';

export default factCheck('machines that share a name or an address, or whose own is none', ({ machines, network }) => [
  ...twice('name', machines),
  ...twice('mesh', machines),
  ...machines.flatMap((machine) => [...wrongName(machine), ...misplaced(machine, network)]),
]);

function twice(fact: 'name' | 'mesh', machines: readonly Machine[]): readonly Letter[] {
  const values = machines.map((machine) => machine[fact]);
  const repeated = new Set(values.filter((value, index) => values.indexOf(value) !== index));
  const what = `two machines have the same ${fact === 'name' ? 'name' : 'mesh address'}`;
  return [...repeated].map((value) => ({ where, what, got: `'${value}'`, cure: apart }));
}

function wrongName({ name }: Machine): readonly Letter[] {
  if (problemWith(label, name) === undefined) return [];
  return [{ where, what: 'the name of a machine is no host name', got: `'${name}'`, cure: hostName }];
}

/** Where its own address is none of the mesh, its ports wait until it is. */
function misplaced(machine: Machine, network: Platform['network']): readonly Letter[] {
  const { name, mesh } = machine;
  if (isHostOf(network.mesh, mesh)) return strangePorts(machine);
  return [{ where, what: `the mesh address of '${name}' is not in ${network.mesh}`, got: mesh, cure: inside }];
}

function strangePorts({ name, mesh, ports }: Machine): readonly Letter[] {
  return ports
    .filter(({ address }) => address !== undefined && address !== mesh && !address.startsWith('127.'))
    .map(({ owner, address }) => {
      const what = `port of ${owner}: machine '${name}' does not have its address`;
      return { where, what, got: String(address), cure: `write ${mesh}, or leave it out for every address` };
    });
}
