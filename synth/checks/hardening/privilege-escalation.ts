/*
 * Fields: containers[*] and initContainers[*].securityContext.allowPrivilegeEscalation.
 * Allowed: false. Not set means true, and nothing excuses it.
 */

import { check } from '../../model/check.ts';
import { softPods } from '../../reading/relaxations.ts';

export default check('pods that may gain privileges', (model) =>
  softPods(model, {
    what: 'may gain privileges',
    got: ({ containers }) =>
      containers
        .filter(({ security }) => security.allowPrivilegeEscalation !== false)
        // A privileged container gains nothing, and Kubernetes takes no false there.
        .filter(({ security }) => security.privileged !== true || security.allowPrivilegeEscalation !== undefined)
        .map(({ name }) => `container ${name}: allowPrivilegeEscalation is not false`),
  }),
);
