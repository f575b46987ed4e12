import { topic } from '../../model/check.ts';
import backupLock from './backup-lock.ts';
import backupReasons from './backup-reasons.ts';
import bucketFacts from './bucket-facts.ts';
import rolesApart from './roles-apart.ts';
import schedules from './schedules.ts';
import staleVolumes from './stale-volumes.ts';
import unclaimedStates from './unclaimed-states.ts';
import unsavedVolumes from './unsaved-volumes.ts';
import veleroBucket from './velero-bucket.ts';
import veleroLocks from './velero-locks.ts';
import veleroVolumes from './velero-volumes.ts';

export default topic('state without a backup tier or a written reason, a backup bucket that somebody could empty', [
  unsavedVolumes,
  unclaimedStates,
  staleVolumes,
  backupReasons,
  rolesApart,
  schedules,
  backupLock,
  veleroBucket,
  veleroLocks,
  veleroVolumes,
  bucketFacts,
]);
