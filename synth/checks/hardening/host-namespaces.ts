/*
 * Fields: spec.hostNetwork, spec.hostPID, spec.hostIPC.
 * Allowed: false, not set. relax.hostNetwork and relax.hostPID excuse the first two.
 */

import { check } from '../../model/check.ts';
import { type Softness, softPods } from '../../reading/relaxations.ts';

const what = 'shares a namespace with the machine';

const softnesses: readonly Softness[] = [
  { excuse: 'hostNetwork', what, got: ({ hostNetwork }) => (hostNetwork ? ['hostNetwork: true'] : []) },
  { excuse: 'hostPID', what, got: ({ hostPID }) => (hostPID ? ['hostPID: true'] : []) },
  { what, got: ({ hostIPC }) => (hostIPC ? ['hostIPC: true'] : []) },
];

export default check('pods that share network, processes or memory of the machine', (model) =>
  softnesses.flatMap((softness) => softPods(model, softness)),
);
