/*
 * Fields: state of each contract; BackupClaim.
 * Allowed: each claim once, on its own machine, with its tier and its dump.
 */

import type { BackupClaim } from '../../../constructs/facts/claim.ts';
import { wholeCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import type { StateContract } from '../../model/machine-contract.ts';

const cure = 'hosts/contract/state.ts makes it of every claim: give back what is missing';

export default wholeCheck('state that the backup job is not told of', ({ inventory, contracts }) =>
  inventory.backups.flatMap((claim): readonly Letter[] => {
    const own = contracts.find(({ machine }) => machine === claim.machine.name)?.state ?? [];
    const told = own.filter(({ namespace, volume }) => namespace === claim.namespace && volume === claim.volume);
    const got = told.map(readable).join('; ') || 'nothing';
    const wanted = readable({ ...claim, path: '', tier: typeof claim.backup === 'string' ? claim.backup : 'none' });
    if (got === wanted) return [];
    return [{ where: claim.node.path, what: `${claim.machine.name} is not told: ${wanted}`, got, cure }];
  }),
);

const readable = ({ volume, tier, dump }: StateContract | (BackupClaim & { tier: string })): string =>
  `${volume} ${tier}${dump ? ` after ${dump.command.join(' ').slice(0, 40)}…` : ''}`;
