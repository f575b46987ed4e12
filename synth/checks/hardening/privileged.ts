/*
 * Fields: containers[*] and initContainers[*].securityContext.privileged.
 * Allowed: false, not set. Nothing excuses it.
 */

import { check } from '../../model/check.ts';
import { softPods } from '../../reading/relaxations.ts';

export default check('privileged pods', (model) =>
  softPods(model, {
    what: 'is privileged',
    got: ({ containers }) =>
      containers
        .filter(({ security }) => security.privileged === true)
        .map(({ name }) => `container ${name}: privileged: true`),
  }),
);
