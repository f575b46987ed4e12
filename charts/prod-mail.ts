import type { App } from 'cdk8s';
import { NamespaceChart } from '../constructs/namespace/namespace.ts';
import { MailHost } from '../constructs/services/mail-host.ts';

/** Mail: the cluster's side of Mailcow. */
export class ProdMail extends NamespaceChart {
  constructor(app: App) {
    super(app, 'prod-mail', { tier: 'prod' });
    new MailHost(this, 'mailcow');
  }
}
