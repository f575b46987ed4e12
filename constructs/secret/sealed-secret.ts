import type { Construct } from 'constructs';
import { SealedSecret as Manifest } from '../../imports/bitnami.com.ts';

export interface SealedSecretProps {
  readonly namespace: string;
  readonly name: string;
  /** Base64 ciphertext by key, sealed for exactly this namespace and name. */
  readonly encryptedData: Readonly<Record<string, string>>;
  /** What is no secret and stands beside the values in the Secret that comes out. */
  readonly data?: Readonly<Record<string, string>>;
  /** Annotations of the Secret that comes out. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Labels of the Secret that comes out. */
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * Ciphertext in Git that only the cluster's controller can open. Strict scope: moved to another name or namespace it
 * does not decrypt.
 *
 * @see https://github.com/bitnami/sealed-secrets
 */
export class SealedSecret extends Manifest {
  constructor(scope: Construct, id: string, props: SealedSecretProps) {
    const metadata = { name: props.name, namespace: props.namespace };
    super(scope, id, {
      metadata,
      spec: {
        encryptedData: props.encryptedData,
        template: {
          metadata: {
            ...metadata,
            ...(props.annotations && { annotations: props.annotations }),
            ...(props.labels && { labels: props.labels }),
          },
          ...(props.data && { data: props.data }),
          type: 'Opaque',
        },
      },
    });
  }
}
