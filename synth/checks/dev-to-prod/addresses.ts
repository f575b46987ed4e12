/*
 * Fields: NetworkPolicy spec.egress[*].to[*].ipBlock and .ports of pods of `dev`.
 * Allowed: addresses that neither belong to `prod` nor lead there; of a machine of `prod` the Kubernetes API alone, which has
 * its own authentication.
 */

import { wholeCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import type { Model } from '../../model/model.ts';
import { type NamedAddress, namedAddresses } from '../../reading/named-addresses.ts';
import { networkOf } from '../../reading/network.ts';
import type { PodGroup } from '../../reading/pod-groups.ts';
import { readablePorts, withoutTcp } from '../../reading/port-ranges.ts';

const cure = 'name the pods that are meant, or keep private ranges out of the ipBlock with except';

export default wholeCheck('policies of dev that allow addresses of prod', (model) => {
  const prod = namedAddresses(model.platform).filter((address) => address.prod);
  const dev = networkOf(model).groups.filter(({ tier }) => tier === 'dev');
  return dev.flatMap((group) => reached(model, group, prod));
});

function reached(model: Model, group: PodGroup, prod: readonly NamedAddress[]): readonly Letter[] {
  return prod.flatMap((address) => {
    const allowed = networkOf(model).portsAt(group, address.ranges);
    const ports = address.apiPort === undefined ? allowed : withoutTcp(allowed, [address.apiPort]);
    if (ports.length === 0) return [];
    const got = `${group.id} -> ${address.name} (${readablePorts(ports)})`;
    return [{ where: group.path, what: 'a policy of dev allows addresses of prod', got, cure }];
  });
}
