import { strangersNamespace } from '../../index.ts';

/**
 * What writers may put into the one volume that everybody's logs share. Alloy throws the rest away on the machine where it is
 * written: Loki's own limits are one for all, so that the loudest would use them up for the others.
 */
export interface LogBudget {
  /** On each machine, for good. */
  readonly linesPerSecond: number;
  /** At once: what a start or a failure writes. */
  readonly burst: number;
  /** Bytes; a longer line is thrown away. */
  readonly longestLine: number;
}

/** Every service by itself: the internet writes into some, as Traefik's access log and the mail host's. */
export const each: LogBudget = { linesPerSecond: 200, burst: 20_000, longestLine: 65_536 };

/** All jobs of the pipelines together: one prints without end, and their own log is at the forge. */
export const strangers: LogBudget & { readonly namespace: string; readonly keptHours: number } = {
  namespace: strangersNamespace,
  linesPerSecond: 20,
  burst: 2000,
  longestLine: 2048,
  keptHours: 24,
};
