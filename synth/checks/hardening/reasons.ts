/*
 * Fields: reason of each written exception.
 * Allowed: ten letters and more.
 */

import { check } from '../../model/check.ts';
import { isReason, shortestReason } from '../../reading/relaxations.ts';

const cure = `write at least ${shortestReason} letters that a reader in a year understands`;

export default check('exceptions whose reason says too little', ({ inventory }) =>
  inventory.exceptions
    .filter(({ reason }) => !isReason(reason))
    .map(({ node, what, reason }) => ({
      where: node.path,
      what: `the reason for '${what}' says too little`,
      got: `'${reason}'`,
      cure,
    })),
);
