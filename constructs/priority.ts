import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { Tier } from '../platform/types.ts';
import { Service } from './service.ts';

/** What outlives what when a machine runs short of memory or room: identity first, the lab last. */
export type Priority = 'essential' | 'platform' | 'business' | 'lab';

/** By default a workload ranks as its namespace's tier does. */
export function priorityOf(tier: Tier): Priority {
  return ({ prod: 'business', platform: 'platform', dev: 'lab' } as const)[tier];
}

const ranks: Readonly<Record<Priority, { readonly value: number; readonly description: string }>> = {
  essential: { value: 1_000_000, description: 'Identity: without it nobody gets in to repair the rest' },
  platform: { value: 500_000, description: 'Operators and observability' },
  business: { value: 100_000, description: 'Services that people work with' },
  lab: { value: 1000, description: 'Builds and experiments: they wait, and never push anything out' },
};

/**
 * The PriorityClasses. K3s gives Traefik and CoreDNS the system's own, above all of these; Mailcow is no pod at all.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/
 */
export class Priorities extends Service {
  constructor(scope: Construct, id: string) {
    super(scope, id, { layer: 'operators' });
    for (const [name, { value, description }] of Object.entries(ranks)) {
      new k8s.KubePriorityClass(this, name, {
        metadata: { name },
        value,
        description,
        preemptionPolicy: name === 'lab' ? 'Never' : 'PreemptLowerPriority',
      });
    }
  }
}
