/*
 * Fields: network.mesh, .pods, .services and .docker of the platform.
 * Allowed: ranges that share no address: a packet could not tell where it belongs.
 */

import { overlap, privateCidr } from '../../../platform/values/addresses.ts';
import { problemWith } from '../../../platform/values/value-kind.ts';
import { factCheck } from '../../model/check.ts';

const ranges = ['mesh', 'pods', 'services', 'docker'] as const;
const cure = 'give each a range of its own';

export default factCheck('ranges of the network that overlap', ({ network }) => {
  // What is no range, or not one of ours, is said by facts.ts.
  const known = ranges.filter((range) => problemWith(privateCidr, network[range]) === undefined);
  return known.flatMap((one, index) =>
    known
      .slice(index + 1)
      .filter((other) => overlap(network[one], network[other]))
      .map((other) => ({
        where: `platform/uyoop.ts network.${one}`,
        what: `network.${one} and network.${other} overlap`,
        got: `${network[one]} and ${network[other]}`,
        cure,
      })),
  );
});
