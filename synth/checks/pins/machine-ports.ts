/*
 * Fields: machines[*].ports of the platform; hostPort and hostIP of pods, every port of pods on the machine's network;
 * Service spec.ports of type LoadBalancer and nodePort.
 * Allowed: one owner for each address, port and protocol of a machine.
 */

import { sumCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import { type WantedPort, wantedPorts } from '../../reading/machine-ports.ts';

const cure = 'move one of them to another port, or bind both to addresses of their own';

export default sumCheck('a port of a machine that is claimed twice', (model) => {
  const wanted = wantedPorts(model);
  return wanted.flatMap((one, index) =>
    wanted
      .slice(index + 1)
      .filter((other) => clash(one, other))
      .map((other) => letter(one, other)),
  );
});

function clash(one: WantedPort, other: WantedPort): boolean {
  if (one.machine !== other.machine || one.port !== other.port || one.protocol !== other.protocol) return false;
  if (one.address !== undefined && other.address !== undefined && one.address !== other.address) return false;
  return one.listed === other.listed || one.owner.toLowerCase() !== other.owner.toLowerCase();
}

function letter(one: WantedPort, other: WantedPort): Letter {
  const what = `port ${one.port}/${one.protocol} of ${one.machine} is claimed twice`;
  return { where: other.where, what, got: `${readable(one)} and ${readable(other)}`, cure };
}

const readable = ({ owner, address }: WantedPort): string => `${owner} on ${address ?? 'every address'}`;
