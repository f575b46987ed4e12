import type { Layer } from '../../../platform/types.ts';

/** The layers that a GitOps engine takes, each after the one before it is healthy. */
export const layers = ['operators', 'configuration', 'services'] as const satisfies readonly Layer[];
