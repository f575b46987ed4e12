/*
 * Fields: ResourceClaim.machine; spec.nodeSelector['kubernetes.io/hostname'].
 * Allowed: a machine of the phase, and for pinned pods the one that they are claimed on.
 */

import { machinesOf } from '../../../constructs/facts/platform-app.ts';
import { wholeCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import type { Model } from '../../model/model.ts';
import { claimsOf } from '../../reading/claims.ts';
import { podTemplates } from '../../reading/pods.ts';

const noMachine = "build the service from the machine's phase on, or place it elsewhere with node";
const elsewhere = 'give the claim and the pods the same machine';

export default wholeCheck(
  'claims on machines that the phase lacks, and pods that run elsewhere than claimed',
  (model) => [...onMissingMachines(model), ...onOtherMachines(model)],
);

function onMissingMachines({ platform, inventory }: Model): readonly Letter[] {
  const machines = machinesOf(platform).map(({ name }) => name);
  return inventory.claims
    .filter(({ machine }) => !machines.includes(machine.name))
    .map(({ node, machine }) => ({
      where: node.path,
      what: 'a claim on a machine that this phase does not have',
      got: `'${machine.name}' (there are ${machines.join(', ')})`,
      cure: noMachine,
    }));
}

function onOtherMachines(model: Model): readonly Letter[] {
  return podTemplates(model).flatMap(({ path, machine }) => {
    const claimed = claimsOf(model, path).map((claim) => claim.machine.name);
    if (machine === undefined || claimed.length === 0 || claimed.includes(machine)) return [];
    const got = `pinned to ${machine}, claimed on ${claimed.join(', ')}`;
    return [{ where: path, what: 'pods run on one machine and are claimed on another', got, cure: elsewhere }];
  });
}
