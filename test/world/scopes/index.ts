import type { Scope } from '../scene.ts';
import { accessScopes } from './access.ts';
import { bucketScopes } from './buckets.ts';
import { collisionScopes } from './collisions.ts';
import { contentScopes } from './contents.ts';
import { exampleScopes } from './examples.ts';
import { machineScopes } from './machines.ts';
import { ownerScopes } from './owner.ts';
import { platformScopes } from './platform.ts';
import { sealedScopes } from './sealed.ts';
import { serviceScopes } from './services.ts';
import { stateScopes } from './states.ts';
import { workloadScopes } from './workload.ts';

/** Every prop that may be edited. */
export const scopes: readonly Scope[] = [
  ...exampleScopes,
  ...collisionScopes,
  ...workloadScopes,
  ...contentScopes,
  ...stateScopes,
  ...accessScopes,
  ...serviceScopes,
  ...platformScopes,
  ...machineScopes,
  ...ownerScopes,
  ...bucketScopes,
  ...sealedScopes,
];
