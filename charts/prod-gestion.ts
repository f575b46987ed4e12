import type { App } from 'cdk8s';
import { Dolibarr } from '../constructs/dolibarr.ts';
import { NamespaceChart } from '../constructs/namespace.ts';

/** Invoices, accounts, customers. */
export class ProdGestion extends NamespaceChart {
  constructor(app: App) {
    super(app, 'prod-gestion', { tier: 'prod' });
    new Dolibarr(this, 'dolibarr', { host: 'gestion.uyoop.fr' });
  }
}
