/*
 * Fields: values below sealed/.
 * Allowed: with --production no placeholder, which nobody can open; without it any.
 */

import { check } from '../../model/check.ts';

const cure = 'seal the real ones (npm run secrets -- --help)';

export default check('sealed placeholders that nobody can open (with --production)', (_, { production, sealed }) => {
  const { placeholders } = sealed;
  if (!production || placeholders.length === 0) return [];
  const what = placeholders.length === 1 ? 'a placeholder' : `${placeholders.length} placeholders`;
  return [{ where: 'sealed/', what: `${what} that nobody can open`, got: placeholders.join(', '), cure }];
});
