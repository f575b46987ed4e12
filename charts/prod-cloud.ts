import type { App } from 'cdk8s';
import { NamespaceChart } from '../constructs/namespace/namespace.ts';
import { Nextcloud } from '../constructs/services/nextcloud/nextcloud.ts';

/** Files, calendar and contacts. */
export class ProdCloud extends NamespaceChart {
  constructor(app: App) {
    super(app, 'prod-cloud', { tier: 'prod' });
    new Nextcloud(this, 'nextcloud', {
      host: 'drive.cjenti.com',
      aliases: ['cjenti.com', 'www.cjenti.com', 'cjenti.fr', 'www.cjenti.fr'],
    });
  }
}
