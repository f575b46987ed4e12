/*
 * Fields: storage, storageReplicas, phase, and how many machines the phase has.
 * Allowed: 'local-path'; 'longhorn' from phase 3 on, with as many machines as it keeps copies.
 */

import { machinesOf } from '../../../constructs/facts/platform-app.ts';
import { factCheck } from '../../model/check.ts';

const tooEarly = "keep 'local-path' until then";
const tooFew = "add machines, lower storageReplicas, or keep 'local-path'";

export default factCheck('Longhorn before its phase, or on fewer machines than it keeps copies', (platform) => {
  const { storage, storageReplicas, phase } = platform;
  if (storage !== 'longhorn') return [];
  const where = 'platform/uyoop.ts storage';
  const machines = machinesOf(platform).map(({ name }) => name);
  const early = {
    where,
    what: 'Longhorn comes with phase 3',
    got: `storage 'longhorn' in phase ${phase}`,
    cure: tooEarly,
  };
  const few = {
    where,
    what: `Longhorn keeps ${storageReplicas} copies of a volume, each on its own machine: every volume would stay degraded`,
    got: `${machines.length} of them (${machines.join(', ')})`,
    cure: tooFew,
  };
  return [...(phase < 3 ? [early] : []), ...(machines.length < storageReplicas ? [few] : [])];
});
