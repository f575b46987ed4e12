import { k8s } from 'cdk8s-plus-28';
import type { Resources } from '../../platform/types.ts';

/** A container's share, as Kubernetes takes it. */
export function resourceRequirements({ cpu, memory, memoryLimit, cpuLimit }: Resources): k8s.ResourceRequirements {
  const quantity = (text: string) => k8s.Quantity.fromString(text);
  return {
    requests: { cpu: quantity(cpu), memory: quantity(memory) },
    limits: { memory: quantity(memoryLimit ?? memory), ...(cpuLimit && { cpu: quantity(cpuLimit) }) },
  };
}
