/*
 * Fields: containers[*] and initContainers[*].resources.requests.cpu, .requests.memory and .limits.memory.
 * Allowed: all three set. Nothing excuses their absence; a CPU limit only throttles.
 */

import { check } from '../../model/check.ts';
import type { Container } from '../../reading/containers.ts';
import { softPods } from '../../reading/relaxations.ts';

export default check('pods without requests or without a memory limit', (model) =>
  softPods(model, { what: 'does not say what it needs', got: ({ containers }) => containers.flatMap(lacking) }),
);

function lacking({ name, requests, limits }: Container): readonly string[] {
  const amounts = { 'requests.cpu': requests.cpu, 'requests.memory': requests.memory, 'limits.memory': limits.memory };
  const missing = Object.entries(amounts).filter(([, amount]) => amount === undefined);
  return missing.length === 0 ? [] : [`container ${name} lacks ${missing.map(([field]) => field).join(', ')}`];
}
