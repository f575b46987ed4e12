/*
 * Fields: securityContext.seccompProfile.type of the pod and of its containers, whose own wins.
 * Allowed: RuntimeDefault, Localhost. Nothing excuses another.
 */

import { check } from '../../model/check.ts';
import { hasSeccomp } from '../../reading/pod-security.ts';
import { softPods } from '../../reading/relaxations.ts';

export default check('pods without a seccomp profile', (model) =>
  softPods(model, {
    what: 'has no seccomp profile',
    got: ({ security: pod, containers }) =>
      containers
        .filter((container) => !hasSeccomp(pod, container))
        .map(({ name, security: own }) => `container ${name}: ${own.seccomp ?? pod.seccomp ?? 'not set'}`),
  }),
);
