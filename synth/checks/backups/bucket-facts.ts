/*
 * Fields: buckets[*].access, .region, .lockDays, .expireDays and .reason; machines[*].order.datacenter of the platform.
 * Allowed: to expire objects, or to lock them for over a hundred days, with a written reason; a lock where nobody has to
 * delete; backups in another region than what they save.
 */

import type { BucketFacts, Platform } from '../../../platform/types.ts';
import { reason } from '../../../platform/values/text.ts';
import { problemWith } from '../../../platform/values/value-kind.ts';
import { factCheck } from '../../model/check.ts';
import type { Letter } from '../../model/finding.ts';

/** Days; nobody, OVH included, takes a lock back before. */
const longestLock = 100;

const sayWhy = 'write its reason, or take it out';
const unlock = "take the lock away, or make the bucket 'append'";
const elsewhere = 'choose another region';

export default factCheck('buckets that destroy, or never give back, what nobody said they may', (platform) =>
  Object.entries(platform.buckets).flatMap(([name, bucket]) => [
    ...unexplained(name, bucket),
    ...lockedAgainstItsUser(name, bucket),
    ...besideWhatItSaves(name, bucket, platform),
  ]),
);

const at = (name: string): string => `platform/uyoop.ts buckets.${name}`;

function unexplained(name: string, { lockDays = 0, expireDays, reason: why }: BucketFacts): readonly Letter[] {
  if (problemWith(reason, why) === undefined) return [];
  const got = why === undefined ? 'no reason' : `'${why}'`;
  const expires = { where: at(name), what: `objects older than ${expireDays} days are deleted`, got, cure: sayWhy };
  const locks = {
    where: at(name),
    what: `what is written stays, and is paid, for ${lockDays} days`,
    got,
    cure: sayWhy,
  };
  return [...(expireDays === undefined ? [] : [expires]), ...(lockDays > longestLock ? [locks] : [])];
}

/** Velero's bucket has a check of its own. */
function lockedAgainstItsUser(name: string, { access, lockDays }: BucketFacts): readonly Letter[] {
  if (lockDays === undefined || access === 'append' || name === 'velero') return [];
  const what = 'a lock on a bucket whose user changes and deletes objects';
  return [{ where: at(name), what, got: `lockDays ${lockDays} with access '${access}'`, cure: unlock }];
}

function besideWhatItSaves(name: string, { access, region }: BucketFacts, platform: Platform): readonly Letter[] {
  if (access !== 'append' || name === 'velero') return [];
  const saved = Object.entries(platform.buckets).find(
    ([bucket, other]) => other.access !== 'append' && other.region === region && bucket !== 'velero',
  );
  const machine = platform.machines.find(({ order }) => order.datacenter === region);
  const near = saved ? `the bucket '${saved[0]}'` : machine && `machine '${machine.name}'`;
  if (near === undefined) return [];
  const what = `backups lie where ${near} does: one accident would take both`;
  return [{ where: at(name), what, got: `access '${access}' in '${region}'`, cure: elsewhere }];
}
