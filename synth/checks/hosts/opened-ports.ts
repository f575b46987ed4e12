/*
 * Fields: firewall of each contract; NetworkPolicy spec.egress[*].to[*].ipBlock and ports; mesh addresses of machines.
 * Allowed: a port of a machine that a policy leads to is open there to the pods, or to the mesh address that they leave
 * another machine with.
 */

import { wholeCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import type { PrivatePort } from '../../model/machine-contract.ts';
import type { Model } from '../../model/model.ts';
import { overlaps, type Range, rangeOf, rangesOf } from '../../reading/addresses.ts';
import { toldMachines } from '../../reading/contracts.ts';
import { networkPolicies } from '../../reading/policies.ts';

const cure = 'list the port on the mesh address of its machine in platform/uyoop.ts, and the pods in its `from`';

export default wholeCheck('a firewall that stops what a policy lets pass', (model) =>
  toldMachines(model).flatMap(({ machine: { name, mesh }, contract }) => {
    const own = rangeOf(mesh) as Range;
    return ports(model, own).flatMap(closed(model, name, contract.firewall.private, own));
  }),
);

interface Wanted {
  readonly path: string;
  readonly port: number;
  readonly protocol: string;
}

/** Ports at an address that some policy names, and not only by a wide range. */
function ports(model: Model, own: Range): readonly Wanted[] {
  return networkPolicies(model).flatMap(({ path, rules }) =>
    rules.egress
      .filter(({ peers }) => peers.some(({ block }) => block?.some((range) => isOnly(range, own))))
      .flatMap((rule) =>
        rule.ports.flatMap(({ port, protocol }) =>
          typeof port === 'number' ? [{ path, port, protocol: protocol.toLowerCase() }] : [],
        ),
      ),
  );
}

const isOnly = ([first, last]: Range, own: Range): boolean => first === own[0] && last === own[1];

function closed({ platform }: Model, machine: string, open: readonly PrivatePort[], own: Range) {
  const pods = rangesOf([platform.network.pods]);
  return ({ path, port, protocol }: Wanted): readonly Letter[] => {
    const doors = open.filter((door) => door.port === port && door.protocol === protocol);
    const here = doors.filter(({ address }) => overlaps(rangesOf([address]), [own]));
    if (here.some(({ from }) => overlaps(rangesOf(from), pods))) return [];
    const got = here.map(({ from }) => from.join(', ')).join('; ') || 'nobody';
    return [{ where: path, what: `${machine} opens ${protocol}/${port} to no pod`, got: `open to ${got}`, cure }];
  };
}
