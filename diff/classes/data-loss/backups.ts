import type { Consequence } from '../../change/change.ts';
import { backupTiers, tierRank } from '../../sides/backups.ts';
import type { Side } from '../../sides/side.ts';

/** State that is saved less often, or no more. What leaves as a whole is told by its claim. */
export const lostBackups: Consequence = (changes, { before, after }) => {
  if (!changes.some(({ entity }) => entity.kind === 'ConfigMap' || entity.layer === 'host')) return [];
  const [old, fresh] = [before.fact(backupTiers), after.fact(backupTiers)];
  return [...old].flatMap(([volume, tier]) => {
    const now = fresh.get(volume);
    if (tierRank(now ?? '') >= tierRank(tier) || !exists(after, volume)) return [];
    const says = now
      ? `is saved ${now}, not ${tier}: up to ${lossOf(now)} of work may be lost`
      : `is saved no more (it was ${tier}): what the disk loses is lost`;
    const place = after.find(`PersistentVolumeClaim ${volume}`) ?? { file: 'report/systems.md', line: 1 };
    return [{ object: `backup ${volume}`, called: volume, says, place }];
  });
};

const lossOf = (tier: string): string => (tier === 'weekly' ? 'a week' : 'a day');

/** A chart's volume is none of our objects, nor is a machine's folder or a bucket, and they are no less there. */
function exists(side: Side, volume: string): boolean {
  const [namespace = ''] = volume.split('/');
  if (['machine', 'bucket'].includes(namespace)) return true;
  return (
    side.find(`PersistentVolumeClaim ${volume}`) !== undefined || side.find(`Namespace ${namespace}`) !== undefined
  );
}
