/*
 * Fields: containers[*] and initContainers[*].securityContext.capabilities.
 * Allowed: drop with ALL, which nothing excuses; add with what relax.capabilities names and gives a reason for.
 */

import { check } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import type { Model } from '../../model/model.ts';
import { type PodTemplate, podTemplates } from '../../reading/pods.ts';
import { isExcused, relaxationsOf, softPods } from '../../reading/relaxations.ts';

const cure = 'take them away, or name them in relax.capabilities with the reason';

export default check('pods that keep or add capabilities', (model) => [
  ...softPods(model, { what: 'keeps capabilities', got: kept }),
  ...podTemplates(model).flatMap((template) => added(model, template)),
]);

function kept({ containers }: PodTemplate): readonly string[] {
  return containers
    .filter(({ security }) => !security.dropped.includes('ALL'))
    .map(({ name, security }) => `container ${name}: drop: [${security.dropped.join(', ')}]`);
}

function added(model: Model, template: PodTemplate): readonly Letter[] {
  const { path, namespace, name, containers } = template;
  const excused: readonly string[] = isExcused(model, template, 'capabilities')
    ? (relaxationsOf(model, template).capabilities?.add ?? [])
    : [];
  const beyond = containers.flatMap((container) => {
    const names = container.security.added.filter((capability) => !excused.includes(capability));
    return names.length === 0 ? [] : [`container ${container.name}: ${names.join(', ')}`];
  });
  if (beyond.length === 0) return [];
  return [{ where: path, what: `${namespace}/${name} adds capabilities`, got: beyond.join('; '), cure }];
}
