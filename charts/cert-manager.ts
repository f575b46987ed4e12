import type { App } from 'cdk8s';
import { AcmeIssuer } from '../constructs/acme-issuer.ts';
import { CertManager } from '../constructs/cert-manager.ts';
import { NamespaceChart } from '../constructs/namespace.ts';

/** Certificates. */
export class CertManagerNamespace extends NamespaceChart {
  constructor(app: App) {
    super(app, 'cert-manager', { tier: 'platform', layer: 'operators' });
    new CertManager(this, 'cert-manager');
    new AcmeIssuer(this, 'issuer');
  }
}
