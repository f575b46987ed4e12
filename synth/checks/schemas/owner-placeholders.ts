/*
 * Fields: every fact of platform/owner.ts.
 * Allowed: with --production real ones, of every machine; without it placeholders too.
 */

import { placeholders } from '../../../platform/placeholders.ts';
import type { Platform } from '../../../platform/types.ts';
import { check } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';

const real = 'write the real ones: --production wants them';
const deliver = 'add its address and WireGuard key once it is delivered';

export default check('placeholders among the facts of the owner (with --production)', ({ platform }, { production }) =>
  production ? [...unreal(platform), ...undelivered(platform)] : [],
);

const where = 'platform/owner.ts';

function unreal(platform: Platform): readonly Letter[] {
  const places = placeholders(platform);
  if (places.length === 0) return [];
  return [{ where, what: `${places.length} facts are still placeholders`, got: places.join(', '), cure: real }];
}

/** Without those that names lead to nothing is built at all: machine-facts refuses them in any run. */
function undelivered({ owner, machines, mail }: Platform): readonly Letter[] {
  const others = machines.filter(({ name, ingress }) => !ingress && name !== mail.machine);
  const unknown = others.filter(({ name }) => !owner.machines[name]);
  const got = Object.keys(owner.machines).join(', ');
  return unknown.map(({ name }) => ({ where, what: `nothing is said of machine '${name}'`, got, cure: deliver }));
}
