import type { App } from 'cdk8s';
import { NamespaceChart } from '../constructs/namespace/namespace.ts';
import { Dolibarr } from '../constructs/services/dolibarr/dolibarr.ts';

/** Invoices, accounts, customers. */
export class ProdGestion extends NamespaceChart {
  constructor(app: App) {
    super(app, 'prod-gestion', { tier: 'prod' });
    new Dolibarr(this, 'dolibarr', { host: 'gestion.uyoop.fr' });
  }
}
