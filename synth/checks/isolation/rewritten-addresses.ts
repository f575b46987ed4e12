/*
 * Fields: NetworkPolicy spec.egress[*].to[*].ipBlock and .ports.
 * Allowed: an address of ours whose packets are sent on before a policy is asked (a public web port, a mail port), together with
 * who answers behind it: by itself it lets nothing through.
 */

import { wholeCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import type { Model } from '../../model/model.ts';
import { inside } from '../../reading/addresses.ts';
import { namedAddresses } from '../../reading/named-addresses.ts';
import { networkOf, type Policy } from '../../reading/network.ts';
import { common, ruledPorts, tcp } from '../../reading/port-ranges.ts';
import { leadsIn } from '../../reading/reachability.ts';

const cure = 'name who answers too: ownWeb(), ownPlainWeb() and the mail endpoints do';

export default wholeCheck('edges to an address of ours whose packets are rewritten before a policy is asked', (model) =>
  networkOf(model).policies.flatMap((policy) => shutAt(model, policy)),
);

function shutAt(model: Model, policy: Policy): readonly Letter[] {
  const network = networkOf(model);
  return policy.rules.egress.flatMap(({ peers, ports }) =>
    namedAddresses(model.platform).flatMap(({ name, ranges, behind = [] }) => {
      if (!peers.some(({ block }) => block && inside(block, ranges))) return [];
      const doors = behind.filter(({ port }) => common(ruledPorts(ports, []), [tcp(port)]).length > 0);
      return doors
        .filter((door) => policy.selected.some((group) => !leadsIn(network, group, door)))
        .map(({ port }) => ({
          where: policy.path,
          what: 'an edge leads to an address whose packets are sent on before a policy is asked, and not to who answers',
          got: `tcp/${port} of ${name}`,
          cure,
        }));
    }),
  );
}
