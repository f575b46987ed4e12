import type { App } from 'cdk8s';
import { landmarks } from '../constructs/facts/landmarks.ts';
import { NamespaceChart } from '../constructs/namespace/namespace.ts';
import { OutsideStates } from '../constructs/outside/states.ts';
import { Priorities } from '../constructs/services/priorities.ts';
import { Traefik } from '../constructs/services/traefik/traefik.ts';

/** What K3s brings itself and we only set, and what belongs to no namespace. */
export class KubeSystem extends NamespaceChart {
  constructor(app: App) {
    super(app, landmarks.traefik.namespace, { tier: 'platform', existing: true });
    new OutsideStates(this, 'outside');
    new Priorities(this, 'priorities');
    new Traefik(this, landmarks.traefik.service);
  }
}
