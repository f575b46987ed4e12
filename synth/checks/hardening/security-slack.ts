/*
 * Fields: the label pod-security.kubernetes.io/enforce of Namespaces, and their pods.
 * Allowed: the strictest level that all of them pass. The level of a chart's pods, which nobody sees here, is the chart's
 * business.
 */

import { wholeCheck } from '../../model/check.ts';
import { admissions, loosest } from '../../reading/admission.ts';
import { type Level, rank } from '../../reading/pod-security.ts';

const cure = 'raise the label to what its pods keep to';

export default wholeCheck('namespaces that enforce less than their pods keep to', (model) => {
  const strangers = new Set(model.inventory.foreignPods.map(({ pods }) => pods.namespace));
  return admissions(model).flatMap(({ path, name, level, pods }) => {
    const needed = pods.flatMap(({ violations }) => violations).reduce(loosest, 'restricted' as Level);
    if (pods.length === 0 || strangers.has(name) || rank(level) <= rank(needed)) return [];
    const got = `'${level}', while all of them pass '${needed}'`;
    return [{ where: path, what: `namespace '${name}' enforces less than its pods keep to`, got, cure }];
  });
});
