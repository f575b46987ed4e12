import type { KeptVolume } from './types.ts';

/**
 * Volumes that nobody claims any more and whose data are still on a disk. Whoever drops a service puts them here, as `npm run
 * synth` prints it; whoever deletes the claim takes them out.
 */
export const kept: readonly KeptVolume[] = [];
