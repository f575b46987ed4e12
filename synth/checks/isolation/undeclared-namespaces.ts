/*
 * Fields: metadata.namespace of pods' owners and of NetworkPolicies.
 * Allowed: a written Namespace, one of K3s's own, or one that a chart of ours fills.
 */

import { wholeCheck } from '../../model/check.ts';
import { networkOf } from '../../reading/network.ts';
import { podTemplates } from '../../reading/pods.ts';

const cure = 'add its chart to charts/index.ts, or point at pods of a namespace that exists in this phase';

export default wholeCheck('pods and policies in a namespace that nobody declares', (model) => {
  const { namespaces, policies } = networkOf(model);
  return [...podTemplates(model), ...policies]
    .filter(({ namespace }) => !namespaces.has(namespace))
    .map(({ path, namespace }) => ({
      where: path,
      what: 'something is put into a namespace that nobody declares',
      got: `'${namespace}' (declared: ${[...namespaces.keys()].join(', ')})`,
      cure,
    }));
});
