/*
 * Fields: readinessProbe and livenessProbe of containers that stay.
 * Allowed: both set. relax.noProbe excuses their absence; nobody asks a job.
 */

import { check } from '../../model/check.ts';
import type { Container, ProbeName } from '../../reading/containers.ts';
import { softPods } from '../../reading/relaxations.ts';

export default check('pods without probes', (model) =>
  softPods(model, {
    excuse: 'noProbe',
    what: 'cannot be asked whether it is well',
    got: ({ finite, running }) => (finite ? [] : running.flatMap(lacking)),
  }),
);

const wanted: readonly ProbeName[] = ['readinessProbe', 'livenessProbe'];

function lacking({ name, probes }: Container): readonly string[] {
  const missing = wanted.filter((probe) => probes[probe] === undefined);
  return missing.length === 0 ? [] : [`container ${name} lacks ${missing.join(', ')}`];
}
