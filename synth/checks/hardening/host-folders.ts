/*
 * Fields: spec.volumes[*].hostPath.
 * Allowed: not set. relax.hostPath excuses it.
 */

import { check } from '../../model/check.ts';
import { softPods } from '../../reading/relaxations.ts';

export default check('pods that see folders of the machine', (model) =>
  softPods(model, {
    excuse: 'hostPath',
    what: 'sees a folder of the machine',
    got: ({ volumes }) => volumes.flatMap(({ hostPath }) => (hostPath === undefined ? [] : [`hostPath ${hostPath}`])),
  }),
);
