import { type Change, type ClassName, classNames } from './change.ts';
import type { Waived, WaiverProblem } from './waivers.ts';

/** The least severe class that stops a merge; `none` stops nothing. */
export type Threshold = ClassName | 'none';

/** Whether the change may be merged, as far as the gate can tell. */
export interface Gate extends Waived {
  readonly threshold: Threshold;
  /** What stops it. */
  readonly stops: readonly Change[];
  readonly problems: readonly WaiverProblem[];
}

/** Stops at a class and at all that is worse, but for what somebody has waived. */
export function gateOf(changes: readonly Change[], threshold: Threshold, waived: Waived): Gate {
  const last = threshold === 'none' ? -1 : classNames.indexOf(threshold);
  const stops = changes.filter((change) => classNames.indexOf(change.class) <= last && !waived.waived.has(change));
  return { ...waived, threshold, stops };
}

export const isShut = ({ stops, problems }: Gate): boolean => stops.length + problems.length > 0;
