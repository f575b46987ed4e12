/*
 * Fields: spec.replicas, spec.parallelism, containers[*] and initContainers[*].resources.requests and .limits.memory, what
 * annotations ask of Vault's agent; ResourceClaims around the object.
 * Allowed: as much as the claims say, replicas included. Budgets know of claims alone.
 */

import type { ResourceClaim } from '../../../constructs/facts/claim.ts';
import { machinesOf } from '../../../constructs/facts/platform-app.ts';
import { readableBytes, readableCores } from '../../../constructs/facts/quantity.ts';
import { wholeCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import { claimsOf } from '../../reading/claims.ts';
import { type Demand, demandOf } from '../../reading/demand.ts';
import { type PodTemplate, podTemplates } from '../../reading/pods.ts';
import { amountOf, millicoresOf } from '../../reading/quantities.ts';

const unclaimed = "put a ResourceClaim beside it: a machine's budget knows of claims alone";
const tooSmall = 'make the claim as large as what is written, replicas included';

export default wholeCheck('pods that no claim covers, or that ask for more than their claim', (model) => {
  const machines = machinesOf(model.platform).length;
  return podTemplates(model).flatMap((template) => {
    const claims = claimsOf(model, template.path);
    return claims.length === 0 ? [strayPods(template)] : shortClaim(template, claims, machines);
  });
});

function strayPods(template: PodTemplate): Letter {
  const { path, kind, namespace, name } = template;
  const { cpu, memory } = demandOf(template);
  const got = `${kind} ${namespace}/${name} asks for ${readableCores(cpu)} and ${readableBytes(memory)}`;
  return { where: path, what: 'pods that no claim covers', got, cure: unclaimed };
}

const kinds = [
  { kind: 'cpu', what: 'CPU', readable: readableCores },
  { kind: 'memory', what: 'memory', readable: readableBytes },
  { kind: 'limit', what: 'memory limit', readable: readableBytes },
] as const;

function shortClaim(template: PodTemplate, claims: readonly ResourceClaim[], machines: number): readonly Letter[] {
  const demand = demandOf(template);
  const everywhere = template.kind === 'DaemonSet' && template.machine === undefined;
  const pods = everywhere ? machines : template.replicas;
  const short = kinds.flatMap(({ kind, what, readable }) => {
    const claimed = claims.reduce((sum, claim) => sum + share(claim)[kind] * claim.replicas, 0);
    const asked = demand[kind] * pods;
    return asked > claimed ? [`${what} ${readable(asked)} against ${readable(claimed)} claimed`] : [];
  });
  if (short.length === 0) return [];
  return [{ where: template.path, what: 'pods ask for more than their claim', got: short.join('; '), cure: tooSmall }];
}

function share({ resources: { cpu, memory, memoryLimit = memory } }: ResourceClaim): Demand {
  return { cpu: millicoresOf(cpu) ?? 0, memory: amountOf(memory) ?? 0, limit: amountOf(memoryLimit) ?? 0 };
}
