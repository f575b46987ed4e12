/*
 * Fields: securityContext.runAsNonRoot and .runAsUser of the pod and of its containers, whose own wins.
 * Allowed: true, and a user other than 0. relax.root excuses it.
 */

import { check } from '../../model/check.ts';
import type { Container, SecurityContext } from '../../reading/containers.ts';
import { softPods } from '../../reading/relaxations.ts';

export default check('pods that may run as root', (model) =>
  softPods(model, {
    excuse: 'root',
    what: 'may run as root',
    got: ({ security, containers }) => containers.flatMap((container) => root(security, container)),
  }),
);

function root(pod: SecurityContext, { name, security: own }: Container): readonly string[] {
  const user = own.runAsUser ?? pod.runAsUser;
  if ((own.runAsNonRoot ?? pod.runAsNonRoot) === true && user !== 0) return [];
  return [`container ${name}: runAsUser ${user ?? 'not set'}`];
}
