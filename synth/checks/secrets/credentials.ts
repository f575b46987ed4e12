/*
 * Fields: every text of every manifest and stack; by their names also variables and flags of containers, keys of ConfigMaps
 * and of charts' values, lines of files in them.
 * Allowed: what has no form of a credential, and under a name of one a path, a template, a variable, a digest or a word.
 * What is found is never repeated.
 */

import { check } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import { credentialsInDocuments, credentialsInStacks } from '../../reading/credentials.ts';

const cure =
  'declare it with this.secret() and hand over the reference; if it was ever committed, replace it where it is valid';

export default check('what looks like a credential in a manifest or a stack', (model) =>
  [...credentialsInDocuments(model), ...credentialsInStacks(model)].map(
    ({ where, what }): Letter => ({
      where,
      what: 'something that looks like a credential stands in the clear',
      got: `${what} (not repeated here)`,
      cure,
    }),
  ),
);
