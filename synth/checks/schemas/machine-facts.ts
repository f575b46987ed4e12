/*
 * Fields: machines of platform/owner.ts; machines[*].ingress and mail.machine of the platform.
 * Allowed: facts of each machine that web and mail names lead to.
 */

import type { Platform } from '../../../platform/types.ts';
import { factCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';

const addAddress = 'add its public address, which web and mail names lead to';

export default factCheck('facts of the owner without which nothing can be built', unknownMachines);

function unknownMachines({ machines, owner, mail }: Platform): readonly Letter[] {
  return machines
    .filter(({ name, ingress }) => !owner.machines[name] && (ingress || name === mail.machine))
    .map(({ name }) => ({
      where: 'platform/owner.ts machines',
      what: `platform/owner.ts says nothing of machine '${name}'`,
      got: Object.keys(owner.machines).join(', ') || 'no machine at all',
      cure: addAddress,
    }));
}
