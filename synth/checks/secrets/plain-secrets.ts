/*
 * Fields: kind.
 * Allowed: no Secret at all: SealedSecrets, or values that Vault serves.
 */

import { check } from '../../model/check.ts';
import { written } from '../../reading/written.ts';

const cure = 'declare it with this.secret(): it is sealed, or read from Vault';

export default check('plain Secrets', (model) =>
  written(model, 'Secret').map(({ path, id }) => ({
    where: path,
    what: 'a plain Secret would be committed',
    got: `Secret ${id}`,
    cure,
  })),
);
