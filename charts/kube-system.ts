import type { App } from 'cdk8s';
import { NamespaceChart } from '../constructs/namespace.ts';
import { Traefik } from '../constructs/traefik.ts';

/** What K3s brings itself and we only set. */
export class KubeSystem extends NamespaceChart {
  constructor(app: App) {
    super(app, 'kube-system', { tier: 'platform', existing: true });
    new Traefik(this, 'traefik');
  }
}
