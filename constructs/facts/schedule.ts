import type { Construct } from 'constructs';
import { scheduleProblem } from '../../platform/schedule.ts';
import type { Schedule } from '../../platform/types.ts';

/**
 * A schedule that Kubernetes runs.
 *
 * @throws when Kubernetes would refuse it, read it in another way than we do, or never run it.
 */
export function checkedSchedule({ node }: Construct, schedule: Schedule): Schedule {
  const problem = scheduleProblem(schedule);
  if (problem) throw new Error(`${node.path}: schedule '${schedule}' ${problem}`);
  return schedule;
}
