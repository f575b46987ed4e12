/*
 * Fields: keys of each file below sealed/, and the value that each digest was computed from.
 * Allowed: what some phase and engine declares; digests of the very value that is sealed.
 */

import { wholeCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import type { SealedPlace } from '../../model/sealed-source.ts';

const unused = 'npm run secrets -- prune deletes it; if it should be used, declare it with this.secret()';
const stale = 'restore both files from Git, or make both anew: npm run secrets -- seal';

export default wholeCheck('ciphertext that nobody declares, and digests of another value', (model, run) => {
  const { orphans, strangers } = run.sealed.leftovers(model);
  return [
    ...together(orphans, 'ciphertext that nobody declares, in any phase and for either engine', unused),
    ...together(strangers, 'a sealed digest does not belong to the value that is sealed', stale),
  ];
});

/** One letter for all of them: a service that went leaves several, and one command is the cure. */
function together(places: readonly SealedPlace[], what: string, cure: string): readonly Letter[] {
  const [where, ...also] = new Set(places.map(({ secret }) => `sealed/${secret}.json`));
  return where === undefined ? [] : [{ where, what, got: places.map(readable).join(', '), cure, also }];
}

const readable = ({ secret, key }: SealedPlace): string =>
  key === undefined ? `the secret ${secret}` : `key '${key}' of ${secret}`;
