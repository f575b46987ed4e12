import type { App } from 'cdk8s';
import { NamespaceChart } from '../constructs/namespace/namespace.ts';
import { Ghost } from '../constructs/services/ghost/ghost.ts';

/** The public face. */
export class ProdWeb extends NamespaceChart {
  constructor(app: App) {
    super(app, 'prod-web', { tier: 'prod' });
    new Ghost(this, 'ghost', {
      host: 'blog.uyoop.fr',
      aliases: ['uyoop.fr', 'www.uyoop.fr', 'uyoop.com', 'www.uyoop.com'],
    });
  }
}
