/*
 * Fields: portals of the platform.
 * Allowed: one at least, and one alone for each cookie domain, the last two labels of its name.
 */

import { cookieDomain } from '../../../constructs/web/portal.ts';
import { factCheck } from '../../model/check.ts';

const add = 'name a host of ours, as auth.<zone>';
const keepOne = 'keep one of the two';

export default factCheck('no portal, or two for one cookie domain', ({ portals }) => {
  const where = 'platform/uyoop.ts portals';
  const all: readonly string[] = portals;
  if (all.length === 0) return [{ where, what: 'nobody could log in', got: 'no portal', cure: add }];
  return portals.flatMap((portal, index) => {
    const other = portals.slice(0, index).find((earlier) => cookieDomain(earlier) === cookieDomain(portal));
    if (other === undefined) return [];
    const what = `two portals for the cookies of ${cookieDomain(portal)}: Authelia does not start`;
    return [{ where, what, got: `'${other}' and '${portal}'`, cure: keepOne }];
  });
});
