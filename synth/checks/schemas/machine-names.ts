/*
 * Fields: machines[*].name and .mesh, network.mesh of the platform.
 * Allowed: host names and addresses of the mesh, each of one machine.
 */

import type { Machine, Platform } from '../../../platform/types.ts';
import { factCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import { isLabel } from '../../reading/dns-names.ts';

const where = 'platform/uyoop.ts machines';
const hostName = 'use lower case letters, digits and dashes';
const inside = 'give it a free address of the mesh';
const apart = 'give one of them another';

export default factCheck('machines that share a name or an address, or whose own is none', ({ machines, network }) => [
  ...twice('name', machines),
  ...twice('mesh', machines),
  ...machines.flatMap((machine) => [...wrongName(machine), ...wrongAddress(machine, network)]),
]);

function twice(fact: 'name' | 'mesh', machines: readonly Machine[]): readonly Letter[] {
  const values = machines.map((machine) => machine[fact]);
  const repeated = new Set(values.filter((value, index) => values.indexOf(value) !== index));
  const what = `two machines have the same ${fact === 'name' ? 'name' : 'mesh address'}`;
  return [...repeated].map((value) => ({ where, what, got: `'${value}'`, cure: apart }));
}

function wrongName({ name }: Machine): readonly Letter[] {
  if (isLabel(name)) return [];
  return [{ where, what: 'the name of a machine is no host name', got: `'${name}'`, cure: hostName }];
}

function wrongAddress({ name, mesh }: Machine, network: Platform['network']): readonly Letter[] {
  const prefix = network.mesh.replace(/\.\d+\/\d+$/, '.');
  const last = Number(mesh.split('.').pop());
  if (mesh.startsWith(prefix) && last > 0 && last < 255) return [];
  return [{ where, what: `the mesh address of '${name}' is not in ${network.mesh}`, got: mesh, cure: inside }];
}
