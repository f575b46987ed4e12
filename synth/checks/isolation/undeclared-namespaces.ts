/*
 * Fields: metadata.namespace of everything that is written.
 * Allowed: a written Namespace, one of K3s's own, or one that a chart of ours fills.
 */

import { wholeCheck } from '../../model/check.ts';
import { networkOf } from '../../reading/network.ts';

const cure = 'add its chart to charts/index.ts, or point at pods of a namespace that exists in this phase';

/** The API server takes nothing into a namespace that is not there, and Flux applies nothing of a layer of which one object fails. */
export default wholeCheck('anything in a namespace that nobody declares', (model) => {
  const { namespaces } = networkOf(model);
  return model.documents.flatMap(({ path, manifest: { metadata } }) => {
    const { namespace } = metadata;
    if (namespace === undefined || namespaces.has(namespace)) return [];
    const got = `'${namespace}' (declared: ${[...namespaces.keys()].join(', ')})`;
    return [{ where: path, what: 'something is put into a namespace that nobody declares', got, cure }];
  });
});
