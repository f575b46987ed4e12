import type { ChangeClass } from '../../change/change.ts';
import { forcedLoss } from '../../change/forced.ts';
import { lostBackups } from './backups.ts';
import { expiry, objectLock, versioning } from './buckets.ts';
import { misplaced, remounted, renamedTemplates, shrunk } from './claims.ts';
import { unreadableData } from './databases.ts';
import { preventDestroy, pruneGuard, pruning } from './guards.ts';
import { movedMachine, reinstalled } from './machines.ts';
import { removed } from './removed.ts';
import { retention } from './retention.ts';
import { lostZones, mailRoutes } from './zones.ts';

/** What would be gone, or could no longer be brought back. */
export const dataLoss: ChangeClass = {
  name: 'data-loss',
  title: 'Data loss',
  rules: [
    ...[removed, mailRoutes, shrunk, remounted, misplaced, renamedTemplates, unreadableData, movedMachine],
    ...[forcedLoss, objectLock, versioning, expiry, retention, reinstalled, pruneGuard, pruning, preventDestroy],
  ],
  consequences: [lostBackups, lostZones],
};
