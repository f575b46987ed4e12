import type { Construct } from 'constructs';
import { Certificate as Manifest } from '../../imports/cert-manager.io.ts';
import type { Host } from '../../platform/types.ts';

/** The one ClusterIssuer: Let's Encrypt. */
export const issuer = 'letsencrypt';

export interface CertificateProps {
  readonly namespace: string;
  readonly name: string;
  readonly hosts: readonly Host[];
}

/** HTTP-01 certificate, its private key kept across renewals so that a published TLSA record stays true. */
export class Certificate extends Manifest {
  /** Name of the Secret that it is laid down in. */
  readonly secretName: string;

  constructor(scope: Construct, id: string, { namespace, name, hosts }: CertificateProps) {
    const secretName = `${name}-tls`;
    super(scope, id, {
      metadata: { name, namespace },
      spec: {
        secretName,
        dnsNames: [...hosts],
        issuerRef: { kind: 'ClusterIssuer', name: issuer },
        privateKey: { rotationPolicy: 'Never' },
      },
    });
    this.secretName = secretName;
  }
}
