/*
 * Fields: namespace and name of each SecretClaim.
 * Allowed: one claim a home: the second Secret would overwrite the first.
 */

import { check } from '../../model/check.ts';

const cure = 'give one of them another id';

export default check('two secrets of one name', ({ inventory }) => {
  const homes = new Map<string, string>();
  return inventory.secrets.flatMap(({ node, homes: { sealed: id } }) => {
    const first = homes.get(id);
    homes.set(id, first ?? node.path);
    if (first === undefined) return [];
    return [{ where: node.path, what: `two secrets are called ${id}`, got: `${first} and ${node.path}`, cure }];
  });
});
