import type { App } from 'cdk8s';
import { landmarks } from '../constructs/facts/landmarks.ts';
import { NamespaceChart } from '../constructs/namespace/namespace.ts';
import { MailHost } from '../constructs/services/mail-host.ts';

/** Mail: the cluster's side of Mailcow. */
export class ProdMail extends NamespaceChart {
  constructor(app: App) {
    super(app, landmarks.mailcow.namespace, { tier: 'prod' });
    new MailHost(this, landmarks.mailcow.service);
  }
}
