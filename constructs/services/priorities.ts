import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { ranks, Service } from '../index.ts';

/**
 * The PriorityClasses. K3s gives Traefik and CoreDNS the system's own, above all of these; Mailcow is no pod at all. A chart's
 * pods have priority 0, below the lab, unless its values name a class; what K3s itself starts takes the system's.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/
 */
export class Priorities extends Service {
  override readonly system = 'K3s';

  constructor(scope: Construct, id: string) {
    super(scope, id, { layer: 'operators' });
    for (const [name, { value, description }] of Object.entries(ranks)) {
      new k8s.KubePriorityClass(this, name, {
        metadata: { name },
        value,
        description,
        // A dashboard that finds no room must not end the mail of somebody's customers.
        preemptionPolicy: ['lab', 'platform'].includes(name) ? 'Never' : 'PreemptLowerPriority',
      });
    }
  }
}
