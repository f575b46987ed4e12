import type { Tier } from '../../platform/types.ts';

/** What outlives what when a machine runs short of memory or room: identity first, the lab last. */
export type Priority = 'essential' | 'platform' | 'business' | 'lab';

/** By default a workload ranks as its namespace's tier does. */
export function priorityOf(tier: Tier): Priority {
  return ({ prod: 'business', platform: 'platform', dev: 'lab' } as const)[tier];
}

export const ranks: Readonly<Record<Priority, { readonly value: number; readonly description: string }>> = {
  essential: { value: 1_000_000, description: 'Identity: without it nobody gets in to repair the rest' },
  platform: { value: 500_000, description: 'Operators and observability: the last to go, and never push anything out' },
  business: { value: 100_000, description: 'Services that people work with' },
  lab: { value: 1000, description: 'Builds and experiments: they wait, and never push anything out' },
};
