import type { App } from 'cdk8s';
import { NamespaceChart } from '../constructs/namespace/namespace.ts';
import { AcmeIssuer } from '../constructs/services/acme-issuer.ts';
import { CertManager } from '../constructs/services/cert-manager.ts';

/** Certificates. */
export class CertManagerNamespace extends NamespaceChart {
  constructor(app: App) {
    super(app, 'cert-manager', { tier: 'platform', layer: 'operators' });
    new CertManager(this, 'cert-manager');
    new AcmeIssuer(this, 'issuer');
  }
}
