/*
 * Fields: NetworkPolicy spec.egress[*].to[*].ipBlock and .ports of pods of `dev`.
 * Allowed: addresses that neither belong to `prod` nor lead there; of a machine of `prod` the Kubernetes API alone, which has
 * its own authentication.
 */

import { wholeCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import type { Model } from '../../model/model.ts';
import { overlaps } from '../../reading/addresses.ts';
import { type NamedAddress, namedAddresses } from '../../reading/named-addresses.ts';
import { networkOf } from '../../reading/network.ts';
import type { PodGroup } from '../../reading/pod-groups.ts';
import { common, type PortRange, readablePorts } from '../../reading/port-ranges.ts';

const cure = 'name the pods that are meant, or keep private ranges out of the ipBlock with except';

export default wholeCheck('policies of dev that allow addresses of prod', (model) => {
  const prod = namedAddresses(model.platform).filter((address) => address.prod);
  const dev = networkOf(model).groups.filter(({ tier }) => tier === 'dev');
  return dev.flatMap((group) => reached(model, group, prod));
});

function reached(model: Model, group: PodGroup, prod: readonly NamedAddress[]): readonly Letter[] {
  const allowed = networkOf(model).addresses(group);
  return prod.flatMap((address) => {
    const ports = allowed
      .filter(({ ranges }) => overlaps(ranges, address.ranges))
      .flatMap((one) => beyondApi(one.ports, address));
    if (ports.length === 0) return [];
    const got = `${group.id} -> ${address.name} (${readablePorts(ports)})`;
    return [{ where: group.path, what: 'a policy of dev allows addresses of prod', got, cure }];
  });
}

/** Ports without the API server's own. */
function beyondApi(ports: readonly PortRange[], { apiPort }: NamedAddress): readonly PortRange[] {
  if (apiPort === undefined) return ports;
  const others: PortRange[] = [
    { protocol: 'TCP', first: 1, last: apiPort - 1 },
    { protocol: 'TCP', first: apiPort + 1, last: 65535 },
    { protocol: 'UDP', first: 1, last: 65535 },
    { protocol: 'SCTP', first: 1, last: 65535 },
  ];
  return common(ports, others);
}
