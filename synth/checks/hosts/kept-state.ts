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
    const wanted = wantedOf(claim);
    if (got === wanted) return [];
    return [{ where: claim.node.path, what: `${claim.machine.name} is not told: ${wanted}`, got, cure }];
  }),
);

function wantedOf({ volume, backup, dump, outside }: BackupClaim): string {
  const command = outside?.kind === 'machine' ? outside.dump : dump?.command.join(' ');
  return said(volume, outside?.kind ?? 'k3s', typeof backup === 'string' ? backup : 'none', command);
}

function readable({ volume, runtime, tier, dump }: StateContract): string {
  const words = dump?.pod ? dump.command : dump?.command.slice(2);
  return said(volume, runtime, tier, words?.join(' '));
}

const said = (volume: string, runtime: string, tier: string, dump: string | undefined): string =>
  `${volume} of ${runtime}, ${tier}${dump === undefined ? '' : `, after ${dump.slice(0, 40)}…`}`;
