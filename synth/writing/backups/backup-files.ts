import { machinesOf } from '../../../constructs/facts/platform-app.ts';
import type { Inventory } from '../../../constructs/inventory.ts';
import { textfileFolder } from '../../../constructs/services/monitoring/metrics/machine-ports.ts';
import type { BackupTier, BackupTierName, Machine, Platform } from '../../../platform/types.ts';
import { type Files, toJson } from '../../model/files.ts';
import { calendarOf } from './calendar.ts';
import type { BackupContract, SavedState, TierContract } from './contract.ts';
import { pausesOf, placeOf, savedStates, unsavedStates } from './states.ts';

/** What each machine saves, for the role `backup` to lay down and for whoever restores: `hosts/backup/<machine>.json`. */
export function backupFiles(platform: Platform, inventory: Inventory): Files {
  const contracts = machinesOf(platform).map((machine) => backupContract(platform, inventory, machine));
  return new Map(contracts.map((contract) => [`hosts/backup/${contract.machine}.json`, toJson(contract)]));
}

/** A month of daily runs reads everything once. */
const check = { tier: 'daily', parts: 30 } as const;

/** Pure: the same facts give the same contract. */
export function backupContract(platform: Platform, inventory: Inventory, machine: Machine): BackupContract {
  const states = savedStates(platform, inventory, machine);
  return {
    machine: machine.name,
    repository: { ...placeOf(platform, 'backup'), prefix: `restic/${machine.name}`, copies: 'copies' },
    state: '/var/lib/uyoop-backup',
    textfile: textfileFolder,
    check,
    tiers: tiersOf(platform, states),
    pauses: pausesOf(inventory, states),
    states,
    unsaved: unsavedStates(inventory, machine),
  };
}

/** Of the tiers that the machine has state of. */
function tiersOf({ backups }: Platform, states: readonly SavedState[]): BackupContract['tiers'] {
  const used = (Object.entries(backups) as [BackupTierName, BackupTier][]).filter(([name]) =>
    states.some(({ tier }) => tier === name),
  );
  const entries = used.map(([name, { schedule, maximumAgeHours, keep }]): [BackupTierName, TierContract] => [
    name,
    { calendar: calendarOf(schedule), maximumAgeHours, keep },
  ]);
  return Object.fromEntries(entries);
}
