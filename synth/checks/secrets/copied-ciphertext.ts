/*
 * Fields: SealedSecret spec.encryptedData.
 * Allowed: no ciphertext twice. It is bound to its namespace and name and never the same: a copy does not open.
 */

import { check } from '../../model/check.ts';
import { sealedSecrets } from '../../reading/sealed-secrets.ts';

const cure = 'seal the second one for its own namespace and name, with npm run secrets';

export default check('one ciphertext in two places', (model) => {
  const seen = new Map<string, string>();
  const places = sealedSecrets(model).flatMap(({ path, id, values }) =>
    Object.entries(values).map(([key, value]) => ({ path, value, place: `${id} '${key}'` })),
  );
  return places.flatMap(({ path, value, place }) => {
    const first = seen.get(value);
    seen.set(value, first ?? place);
    // Two secrets of one name are refused as such.
    if (first === undefined || first === place) return [];
    const what = 'one ciphertext stands in two places, and opens in one at most';
    return [{ where: path, what, got: `${first} and ${place}`, cure }];
  });
});
