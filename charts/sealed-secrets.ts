import type { App } from 'cdk8s';
import { NamespaceChart } from '../constructs/namespace/namespace.ts';
import { SealedSecretsController } from '../constructs/services/sealed-secrets.ts';

/** From phase 2 on: opens what Git holds sealed. */
export class SealedSecretsNamespace extends NamespaceChart {
  constructor(app: App) {
    super(app, 'sealed-secrets', { tier: 'platform', layer: 'operators' });
    new SealedSecretsController(this, 'sealed-secrets');
  }
}
