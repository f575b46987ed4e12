/*
 * Fields: alertMail of platform/owner.ts; the zones.
 * Allowed: an address outside our own zones: when our mail is down, somebody has to hear it.
 */

import { factCheck } from '../../model/check.ts';
import { isOurs } from '../../reading/zones.ts';

const cure = 'use an address at somebody else';

export default factCheck('alerts that go to our own mail', (platform) => {
  const { alertMail } = platform.owner;
  const host = (alertMail.split('@').pop() ?? '').toLowerCase();
  if (!isOurs(platform, host)) return [];
  const what = 'nobody would hear that mail is down';
  return [{ where: 'platform/owner.ts alertMail', what, got: `'${alertMail}'`, cure }];
});
