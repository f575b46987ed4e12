import type { App } from 'cdk8s';
import { MailHost } from '../constructs/mail-host.ts';
import { NamespaceChart } from '../constructs/namespace.ts';

/** Mail: the cluster's side of Mailcow. */
export class ProdMail extends NamespaceChart {
  constructor(app: App) {
    super(app, 'prod-mail', { tier: 'prod' });
    new MailHost(this, 'mailcow');
  }
}
