import type { Resources } from '../../platform/types.ts';

/** A Helm chart by its repository, name and exact version. */
export interface ChartReference {
  /** `https://…`, or `oci://…` without the chart's name. */
  readonly repository: string;
  readonly chart: string;
  readonly version: string;
}

/** A chart's values, as its own values.yaml names them. */
export type ChartValues = Readonly<Record<string, unknown>>;

/** A chart's `resources` value. */
export function chartResources({ cpu, memory, memoryLimit }: Resources) {
  return { requests: { cpu, memory }, limits: { memory: memoryLimit ?? memory } };
}
