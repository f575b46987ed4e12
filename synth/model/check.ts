import type { Platform } from '../../platform/types.ts';
import type { Letter } from './finding.ts';
import type { Model } from './model.ts';
import type { Run } from './run.ts';

/** One restriction. */
export interface Check {
  /** What it refuses, in the words of the list of checks. */
  readonly refuses: string;
  /**
   * What it can be asked of: the platform's `facts`; `parts`, whatever else is wrong; `sums` of parts, on facts that agree; or
   * the `whole`. What is refused while composing leaves parts and no whole.
   */
  readonly asks: 'facts' | 'parts' | 'sums' | 'whole';
  readonly find: (model: Model, run: Run) => readonly Letter[];
}

/** A restriction of facts alone. */
export interface FactCheck extends Check {
  readonly asks: 'facts';
  readonly find: (facts: Pick<Model, 'platform'>) => readonly Letter[];
}

export const isFactCheck = (check: Check): check is FactCheck => check.asks === 'facts';

/** One of the eleven checks, of one or more restrictions. */
export interface Topic {
  /** What it refuses, in one line. */
  readonly refuses: string;
  readonly checks: readonly Check[];
}

export function topic(refuses: string, checks: readonly Check[]): Topic {
  return { refuses, checks };
}

/** Refuses what is there: each part by itself, whatever else is missing. */
export function check(refuses: string, find: Check['find']): Check {
  return { refuses, asks: 'parts', find };
}

/** Refuses that there is too much of something: with parts missing it still is too much. */
export function sumCheck(refuses: string, find: Check['find']): Check {
  return { refuses, asks: 'sums', find };
}

/** Refuses that something is missing, or leads nowhere: nobody can tell while some part could not be built. */
export function wholeCheck(refuses: string, find: Check['find']): Check {
  return { refuses, asks: 'whole', find };
}

/** Refuses facts that everything else is built on. */
export function factCheck(refuses: string, find: (platform: Platform) => readonly Letter[]): FactCheck {
  return { refuses, asks: 'facts', find: ({ platform }) => find(platform) };
}
