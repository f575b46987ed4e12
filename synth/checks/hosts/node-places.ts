/*
 * Fields: k3s.config of each contract (node-name, node-label, node-taint); kubernetes.io/hostname in pods' nodeSelector;
 * tiers and ingress of machines.
 * Allowed: a node of that name for each pod that is pinned; a taint for each tier where `prod` may not run; ServiceLB's
 * label where the ingress is, and nowhere else.
 */

import { tierKey } from '../../../constructs/pod/scheduling.ts';
import type { Machine } from '../../../platform/types.ts';
import { wholeCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';
import type { MachineContract } from '../../model/machine-contract.ts';
import { toldMachines } from '../../reading/contracts.ts';
import { podTemplates } from '../../reading/pods.ts';

const cure = 'hosts/contract/k3s.ts writes names, labels and taints from the machine: correct it there';
const serviceLb = 'svccontroller.k3s.cattle.io/enablelb=true';

export default wholeCheck('nodes that the scheduler does not find, or finds for the wrong pods', (model) => {
  const nodes = new Map(model.contracts.map(({ machine, k3s }) => [machine, k3s.config['node-name']]));
  const lost = podTemplates(model).filter(({ machine = '' }) => nodes.has(machine) && nodes.get(machine) !== machine);
  return [
    ...lost.map(({ path, machine = '' }) =>
      letter(path, `a pod waits for a node '${machine}'`, nodes.get(machine) ?? ''),
    ),
    ...toldMachines(model).flatMap(({ machine, contract }) => [
      ...taints(machine, contract),
      ...labels(machine, contract),
    ]),
  ];
});

function taints({ name, tiers }: Machine, { k3s }: MachineContract): readonly Letter[] {
  const wanted = tiers.includes('prod') ? '' : tiers.map((tier) => `${tierKey}=${tier}:NoSchedule`).join(', ');
  const got = k3s.config['node-taint'].join(', ');
  return got === wanted ? [] : [letter(`hosts/${name}`, `taints that are not those of its tiers (${wanted})`, got)];
}

function labels({ name, ingress }: Machine, { k3s }: MachineContract): readonly Letter[] {
  const wanted = ingress ? serviceLb : '';
  const got = k3s.config['node-label'].join(', ');
  if (got === wanted) return [];
  const what = ingress
    ? 'ServiceLB takes 80 and 443 here by this label alone'
    : 'ServiceLB takes 80 and 443 here too, or pods come for a label';
  return [letter(`hosts/${name}`, `${what} (${wanted || 'none'})`, got)];
}

const letter = (where: string, what: string, got: string): Letter => ({ where, what, got: got || 'none', cure });
