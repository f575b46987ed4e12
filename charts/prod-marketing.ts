import type { App } from 'cdk8s';
import { Mautic } from '../constructs/mautic.ts';
import { NamespaceChart } from '../constructs/namespace.ts';

/** Marketing automation. */
export class ProdMarketing extends NamespaceChart {
  constructor(app: App) {
    super(app, 'prod-marketing', { tier: 'prod' });
    new Mautic(this, 'mautic', { host: 'marketing.uyoop.fr' });
  }
}
