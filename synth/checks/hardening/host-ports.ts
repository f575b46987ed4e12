/*
 * Fields: containers[*] and initContainers[*].ports[*].hostPort.
 * Allowed: not set. Nothing excuses it.
 */

import { check } from '../../model/check.ts';
import { softPods } from '../../reading/relaxations.ts';

export default check('pods that take ports of the machine', (model) =>
  softPods(model, {
    what: 'takes a port of the machine',
    got: ({ containers }) =>
      containers.flatMap(({ name, ports }) =>
        ports.flatMap(({ hostPort }) => (hostPort === undefined ? [] : [`container ${name}: hostPort ${hostPort}`])),
      ),
  }),
);
