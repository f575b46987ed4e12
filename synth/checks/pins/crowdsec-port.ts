/*
 * Fields: crowdsec.machine and .port of the platform, machines[*].ports.
 * Allowed: a port that its machine lists on its mesh address: CrowdSec's local API listens there.
 */

import { factCheck } from '../../model/check.ts';

export default factCheck("a port of CrowdSec's that its machine does not list", ({ crowdsec, machines }) => {
  const host = machines.find(({ name }) => name === crowdsec.machine);
  // That the machine is none at all, machine-roles says.
  if (!host || host.ports.some(({ port, address }) => port === crowdsec.port && address === host.mesh)) return [];
  const got = host.ports.filter(({ address }) => address === host.mesh).map(({ port }) => port);
  return [
    {
      where: 'platform/uyoop.ts crowdsec',
      what: `machine '${host.name}' does not list port ${crowdsec.port} on ${host.mesh}, where CrowdSec's local API listens`,
      got: `on ${host.mesh}: ${got.join(', ') || 'no port'}`,
      cure: 'correct crowdsec.port, or list it among the ports of its machine',
    },
  ];
});
