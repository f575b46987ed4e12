/*
 * Fields: containers[*] and initContainers[*].securityContext.readOnlyRootFilesystem.
 * Allowed: true. relax.writableRoot excuses the rest.
 */

import { check } from '../../model/check.ts';
import { softPods } from '../../reading/relaxations.ts';

export default check('pods that write to their root file system', (model) =>
  softPods(model, {
    excuse: 'writableRoot',
    what: 'writes to its root file system',
    got: ({ containers }) =>
      containers
        .filter(({ security }) => security.readOnlyRootFilesystem !== true)
        .map(({ name }) => `container ${name}: readOnlyRootFilesystem is not true`),
  }),
);
