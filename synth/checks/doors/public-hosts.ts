/*
 * Fields: IngressRoute spec.routes[*].match, .middlewares and .services; the exposure's access.
 * Allowed: routes that ask Authelia, or redirect; an access with a written reason; the portal itself.
 */

import type { Access } from '../../../constructs/web/access.ts';
import type { Platform } from '../../../platform/types.ts';
import { check } from '../../model/check.ts';
import { accessByHost, contestedDoors, doorsByHost, isOpen } from '../../reading/doors.ts';
import { isReason } from '../../reading/relaxations.ts';

const cure = "use access: forwardAuth({ groups }), or open('why') with at least ten letters";

export default check('public hosts without Authelia and without a written reason', (model) =>
  [...doorsByHost(model)].flatMap(([host, doors]) => {
    const access = accessByHost(model).get(host);
    // What Authelia guards in part, guarded-paths looks at path by path.
    if (access?.kind === 'forward-auth' || isExplained(access, host, model.platform)) return [];
    if (contestedDoors(doors).length > 0) return [];
    const open = doors.find(({ route }) => isOpen(route));
    if (!open) return [];
    const what = `host '${host}' is public without Authelia and without a written reason`;
    const got = access ? `access '${access.kind}'` : 'a route, and no exposure that explains it';
    return [{ where: open.route.path, what, got, cure }];
  }),
);

function isExplained(access: Access | undefined, host: string, { portals }: Platform): boolean {
  if (access?.kind === 'portal') return portals.some((portal) => portal === host);
  return access !== undefined && 'reason' in access && isReason(access.reason);
}
