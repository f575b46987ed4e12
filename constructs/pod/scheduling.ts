import type { k8s } from 'cdk8s-plus-28';
import type { Machine, Tier } from '../../platform/types.ts';
import type { PodPlace } from './pod-props.ts';

/** The key of the taint that a machine carries when nothing of `prod` may ever run there. */
export const tierKey = 'uyoop.fr/tier';

/** The label that only one node has: a pod that selects it runs on this machine and nowhere else. */
export const pinnedTo = ({ name }: Machine): Readonly<Record<string, string>> => ({ 'kubernetes.io/hostname': name });

/** Lets a pod onto the machines that are tainted for a tier. */
export function tolerationOf(tier: Tier): k8s.Toleration {
  return { key: tierKey, operator: 'Equal', value: tier, effect: 'NoSchedule' };
}

/** Where a pod runs: on its one machine, or on each of them, whatever their taints say. */
export function scheduling({ machine, machines }: PodPlace): Pick<k8s.PodSpec, 'nodeSelector' | 'tolerations'> {
  return { nodeSelector: machines ? undefined : pinnedTo(machine), tolerations: tolerations(machines ?? [machine]) };
}

function tolerations(machines: readonly Machine[]): k8s.Toleration[] | undefined {
  const tiers = new Set(machines.flatMap(({ tiers }) => (tiers.includes('prod') ? [] : tiers)));
  return tiers.size === 0 ? undefined : [...tiers].map(tolerationOf);
}
