import type { BackupClaim } from '../../../constructs/facts/claim.ts';
import type { BackupTier, BackupTierName, Platform } from '../../../platform/types.ts';
import type { Model } from '../../model/model.ts';

/** A state, and where copies of it are to lie. */
export interface Coverage {
  /** `namespace/volume`. */
  readonly state: string;
  /** The machine or the bucket that holds it. */
  readonly at: string;
  readonly tier?: BackupTierName;
  /** Why no backup saves it. */
  readonly reason?: string;
  /** Something writes a consistent copy first. */
  readonly dumped: boolean;
  /** OVH saves the machine's whole disk. */
  readonly byProvider: boolean;
  /** It is in the locked bucket, and so on the cold disk, which is copied from there. */
  readonly locked: boolean;
}

/** Every state that the platform has, in the order of declaration. */
export function coverage({ inventory, platform }: Model): readonly Coverage[] {
  return inventory.backups.map((claim) => coverageOf(platform, claim));
}

function coverageOf(platform: Platform, claim: BackupClaim): Coverage {
  const { namespace, volume, backup, machine, outside, dump } = claim;
  const saved = typeof backup === 'string';
  const inBucket = outside?.kind === 'bucket';
  return {
    state: `${namespace}/${volume}`,
    at: inBucket ? bucketAt(platform, outside.bucket) : machine.name,
    ...(saved ? { tier: backup } : { reason: backup.none }),
    dumped: dump !== undefined || (outside?.kind === 'machine' && outside.dump !== undefined),
    byProvider: !inBucket && machine.order.options.some((option) => /backup/.test(option)),
    locked: saved,
  };
}

function bucketAt({ buckets }: Platform, name: string): string {
  const facts = Object.entries(buckets).find(([bucket]) => bucket === name)?.[1];
  return `object storage, ${facts?.region ?? '?'}`;
}

/** A tier, in words: what is kept, when it is late, how long nobody can delete it. */
export function tierInWords({ keep, lockDays, maximumAgeHours }: BackupTier): string {
  const kept = (['daily', 'weekly', 'monthly'] as const).filter((name) => keep[name] > 0);
  const copies = kept.map((name) => `${keep[name]} ${name}`).join(', ');
  return `keeps ${copies}; late after ${maximumAgeHours} h; locked ${lockDays} days`;
}
