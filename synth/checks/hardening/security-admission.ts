/*
 * Fields: what Pod Security looks at in pods, and in the container that Vault's injector adds to them.
 * Allowed: what the level that their namespace enforces lets pass. A Deployment that violates it is accepted, and its pods
 * never appear.
 */

import { type Check, wholeCheck } from '../../model/check.ts';
import type { Model } from '../../model/model.ts';
import { modelAlone } from '../../model/run.ts';
import { admissions, loosest } from '../../reading/admission.ts';
import { type Restriction, rank } from '../../reading/pod-security.ts';
import capabilities from './capabilities.ts';
import hostFolders from './host-folders.ts';
import hostNamespaces from './host-namespaces.ts';
import hostPorts from './host-ports.ts';
import privilegeEscalation from './privilege-escalation.ts';
import privileged from './privileged.ts';
import rootUser from './root-user.ts';
import seccomp from './seccomp.ts';

const cure = 'harden the pod, or let its construct ask for the level with chart.require() and an exception';

export default wholeCheck('pods that the level of their namespace would never admit', (model) => {
  const refused = refusedBy(model);
  return admissions(model).flatMap(({ name, level, pods }) =>
    pods.flatMap(({ template, violations }) => {
      const broken = violations
        .filter(({ needs }) => rank(needs) > rank(level))
        .filter(({ restriction }) => !(restriction && refused[restriction].has(template.path)));
      if (broken.length === 0) return [];
      const needed = broken.reduce(loosest, level);
      return [
        {
          where: template.path,
          what: `namespace '${name}' enforces '${level}', and would never admit a pod of ${template.name}`,
          got: `${broken.map(({ what }) => what).join('; ')} (needs '${needed}')`,
          cure,
        },
      ];
    }),
  );
});

/** Restrictions that look at the same: what they refuse is not said again. */
const alike: Readonly<Record<Restriction, Check>> = {
  namespaces: hostNamespaces,
  folders: hostFolders,
  ports: hostPorts,
  root: rootUser,
  privileged,
  escalation: privilegeEscalation,
  capabilities,
  seccomp,
};

function refusedBy(model: Model): Readonly<Record<Restriction, ReadonlySet<string>>> {
  const paths = (check: Check) => new Set(check.find(model, modelAlone).map(({ where }) => where));
  const all = Object.entries(alike).map(([restriction, check]) => [restriction, paths(check)]);
  return Object.fromEntries(all) as Record<Restriction, ReadonlySet<string>>;
}
