/*
 * Fields: Certificate spec.issuerRef; ClusterIssuer and Issuer.
 * Allowed: a ClusterIssuer that is written, or an Issuer of the same namespace, which is what no kind means.
 */

import { wholeCheck } from '../../model/check.ts';
import { certificates } from '../../reading/certificates.ts';
import { written } from '../../reading/written.ts';

const cure = 'add the issuer, or name one that exists';

export default wholeCheck('certificates from an issuer that nobody writes', (model) => {
  const cluster = written(model, 'ClusterIssuer').map(({ name }) => name);
  const local = written(model, 'Issuer').map(({ id }) => id);
  return certificates(model)
    .filter(({ namespace, issuer: { kind, name } }) =>
      kind === 'ClusterIssuer' ? !cluster.includes(name) : !local.includes(`${namespace}/${name}`),
    )
    .map(({ path, issuer: { kind, name } }) => ({
      where: path,
      what: 'a certificate from an issuer that nobody writes',
      got: `${kind} '${name}' (there are ${[...cluster, ...local].join(', ') || 'none'})`,
      cure,
    }));
});
