/*
 * Fields: backups[*].schedule and .maximumAgeHours of the platform.
 * Allowed: a cron expression that Kubernetes and systemd read alike, and more hours than it leaves between two runs.
 */

import { longestGapHours, scheduleProblem } from '../../../platform/schedule.ts';
import type { BackupTier } from '../../../platform/types.ts';
import { hours } from '../../../platform/values/numbers.ts';
import { problemWith } from '../../../platform/values/value-kind.ts';
import { factCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';

const correct = 'correct the expression';
const allow = 'allow more hours, or run it more often';

export default factCheck('a backup tier that never runs, or whose backups would always be late', ({ backups }) =>
  Object.entries(backups).flatMap(([tier, facts]) => late(`platform/uyoop.ts backups.${tier}`, facts)),
);

function late(where: string, { schedule, maximumAgeHours }: BackupTier): readonly Letter[] {
  const problem = scheduleProblem(schedule);
  if (problem) return [{ where, what: `its schedule ${problem}`, got: `'${schedule}'`, cure: correct }];
  // What is no number of hours at all is said by facts.ts.
  if (problemWith(hours, maximumAgeHours) !== undefined) return [];
  const gap = longestGapHours(schedule);
  if (maximumAgeHours > gap) return [];
  const what = `a backup would be late before the next one is due: '${schedule}' leaves up to ${Number(gap.toFixed(2))} hours`;
  return [{ where, what, got: `maximumAgeHours ${maximumAgeHours}`, cure: allow }];
}
