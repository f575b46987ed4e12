/*
 * Fields: machines[*].wireguardKey of platform/owner.ts.
 * Allowed: a key of its own for each machine.
 */

import { factCheck } from '../../model/check.ts';

const cure = 'let each machine make its own key, and write down what wg pubkey prints there';

export default factCheck('machines that WireGuard could not tell apart', ({ owner }) => {
  const machines = Object.entries(owner.machines);
  return machines.flatMap(([name, { wireguardKey }], index) => {
    const other = machines.slice(0, index).find(([, facts]) => facts.wireguardKey === wireguardKey);
    const where = `platform/owner.ts machines.${name}.wireguardKey`;
    return other ? [{ where, what: `the key of machine '${other[0]}' too`, got: `'${wireguardKey}'`, cure }] : [];
  });
});
