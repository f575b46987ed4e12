import type { App } from 'cdk8s';
import { NamespaceChart } from '../constructs/namespace/namespace.ts';
import { Mautic } from '../constructs/services/mautic/mautic.ts';

/** Marketing automation. */
export class ProdMarketing extends NamespaceChart {
  constructor(app: App) {
    super(app, 'prod-marketing', { tier: 'prod' });
    new Mautic(this, 'mautic', { host: 'marketing.uyoop.fr', embeddedIn: ['blog.uyoop.fr'] });
  }
}
