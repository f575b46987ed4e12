import type { Host } from '../../../platform/types.ts';
import { forwardAuth } from '../../index.ts';

/** Who may see which part. */
export const access = forwardAuth({
  groups: ['marketing', 'admins'],
  // The front controller answers /index.php/s/… as well.
  paths: ['/s', '/index.php'],
  reason: 'forms, tracking, unsubscribe links, assets and the API answer anonymous visitors and machines',
});

/** Left empty, its field of the database's password falls back to the one that is configured: any stranger could go through with it. */
export const installer = {
  claimedBy: 'whoever of marketing runs the web installer, behind the portal until then and after',
  firstRun: ['/installer'],
} as const;

/** Its forms stand in frames of pages of ours. */
export const framesOf = (by?: readonly Host[]) =>
  by && { by, reason: 'forms of campaigns stand in frames of pages of ours' };
