import type { Construct } from 'constructs';
import { ClusterIssuer } from '../../imports/cert-manager.io.ts';
import { issuer, Service } from '../index.ts';

/**
 * Let's Encrypt over HTTP-01: Traefik hands the challenge to a short-lived pod beside the service that asked.
 *
 * @see https://cert-manager.io/docs/configuration/acme/
 */
export class AcmeIssuer extends Service {
  override readonly system = 'cert-manager';

  constructor(scope: Construct, id: string) {
    super(scope, id, { layer: 'configuration' });
    new ClusterIssuer(this, 'issuer', {
      metadata: { name: issuer },
      spec: {
        acme: {
          server: 'https://acme-v02.api.letsencrypt.org/directory',
          email: this.platform.owner.acmeMail,
          privateKeySecretRef: { name: `${issuer}-account` },
          // ClusterIP: cert-manager's default opens a NodePort for every challenge.
          solvers: [{ http01: { ingress: { ingressClassName: 'traefik', serviceType: 'ClusterIP' } } }],
        },
      },
    });
  }
}
