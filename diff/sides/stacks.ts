import type { Side } from './side.ts';

/** Whether a stack is there to be applied. */
export const hasStack = (side: Side, stack: string): boolean => side.files.has(`terraform/stacks/${stack}/cdk.tf.json`);
