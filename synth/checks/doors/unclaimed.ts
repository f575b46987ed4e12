/*
 * Fields: claimedBy of the exposure.
 * Allowed: a sentence of at least ten letters; hosts that only redirect.
 */

import { check } from '../../model/check.ts';
import { isReason } from '../../reading/relaxations.ts';

const cure =
  'write in claimedBy how it comes to its first administrator, and in firstRun the paths at which it would take anybody';

export default check('public hosts whose service does not say who claimed it', ({ inventory }) =>
  inventory.exposures
    .filter(({ access, claimedBy }) => access.kind !== 'redirect' && !isReason(claimedBy))
    .map(({ node, host, claimedBy }) => ({
      where: node.path,
      what: `host '${host}' is public, and nobody says who is its first administrator before a stranger is`,
      got: claimedBy === undefined ? 'no claimedBy' : `claimedBy '${claimedBy}'`,
      cure,
    })),
);
