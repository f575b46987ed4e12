/*
 * Fields: NetworkPolicy spec.podSelector, .policyTypes and rules; the written Namespaces.
 * Allowed: for each namespace policies with an empty podSelector and no rule, which close both directions.
 */

import { wholeCheck } from '../../model/check.ts';
import { directions, networkPolicies, type WrittenPolicy } from '../../reading/policies.ts';
import { isEmpty } from '../../reading/selector.ts';
import { written } from '../../reading/written.ts';

const cure = 'write a policy with an empty podSelector, both policyTypes and no rule';

export default wholeCheck('namespaces that do not deny by default, both ways', (model) =>
  written(model, 'Namespace').flatMap(({ path, name }) => {
    const policies = networkPolicies(model).filter(({ namespace }) => namespace === name);
    const closed = new Set(policies.filter(deniesAll).flatMap((policy) => closedBy(policy)));
    const open = directions.filter((direction) => !closed.has(direction));
    if (open.length === 0) return [];
    const what = `namespace '${name}' does not deny ${open.join(' and ')} by default`;
    return [{ where: path, what, got: policies.map((policy) => policy.name).join(', ') || 'no policy at all', cure }];
  }),
);

const deniesAll = ({ pods }: WrittenPolicy): boolean => isEmpty(pods);

const closedBy = (policy: WrittenPolicy) =>
  policy.directions.filter((direction) => policy.rules[direction].length === 0);
