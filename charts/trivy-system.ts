import type { App } from 'cdk8s';
import { NamespaceChart } from '../constructs/namespace/namespace.ts';
import { TrivyOperator } from '../constructs/services/trivy.ts';

/** Off by default: looks for vulnerabilities in what already runs. */
export class TrivySystem extends NamespaceChart {
  constructor(app: App) {
    super(app, 'trivy-system', { tier: 'platform', layer: 'operators' });
    new TrivyOperator(this, 'trivy-operator');
  }
}
