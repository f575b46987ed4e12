import type { Model } from '../model/model.ts';
import { at, textOf, textsOf } from './json.ts';
import { once } from './once.ts';
import { written } from './written.ts';

/** A written Certificate of cert-manager's. */
export interface WrittenCertificate {
  readonly path: string;
  readonly id: string;
  readonly namespace: string;
  /** The Secret that it keeps, as `namespace/name`. */
  readonly secret: string;
  readonly dnsNames: readonly string[];
  readonly issuer: { readonly kind: string; readonly name: string };
}

export const certificates: (model: Model) => readonly WrittenCertificate[] = once((model) =>
  written(model, 'Certificate').map(({ path, id, namespace, spec }) => ({
    ...{ path, id, namespace },
    secret: `${namespace}/${textOf(at(spec, 'secretName'))}`,
    dnsNames: textsOf(at(spec, 'dnsNames')),
    issuer: {
      kind: textOf(at(spec, 'issuerRef', 'kind')) ?? 'Issuer',
      name: textOf(at(spec, 'issuerRef', 'name')) ?? '',
    },
  })),
);
