import { Construct } from 'constructs';
import type { BucketFacts, Machine, Platform } from '../../platform/types.ts';
import { BackupClaim } from '../facts/claim.ts';
import { machinesOf, platformOf } from '../facts/platform-app.ts';

/** The two words that stand for a namespace where there is none. */
const places = { machine: 'machine', bucket: 'bucket' } as const;

/**
 * Every state that no volume of the cluster holds, as a claim like any other: the machines' programs', Mailcow's among them, and
 * the buckets'. So each has its tier, its late-backup alert, and its row for whoever restores.
 */
export class OutsideStates extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const platform = platformOf(this);
    const machines = machinesOf(platform);
    for (const machine of machines) this.ofPrograms(machine);
    // Without a server nothing is built, and a check says so.
    const server = machines.find(({ role }) => role === 'server');
    if (server) this.ofBuckets(platform, server);
  }

  private ofPrograms(machine: Machine): void {
    for (const state of machine.reserved.flatMap(({ states = [] }) => states)) {
      const { name, size, backup, of, paths, dump, restore, byHand } = state;
      const volume = `${machine.name}-${name}`;
      const outside = { kind: 'machine', of, paths, dump, restore, byHand } as const;
      new BackupClaim(this, volume, { machine, namespace: places.machine, volume, size, backup, outside });
    }
  }

  /** The server copies them, object by object, into the locked bucket of another region. */
  private ofBuckets({ buckets }: Platform, machine: Machine): void {
    for (const [bucket, { backup }] of Object.entries(buckets) as [string, BucketFacts][]) {
      if (backup === undefined) continue;
      const outside = { kind: 'bucket', bucket } as const;
      new BackupClaim(this, `bucket-${bucket}`, { machine, namespace: places.bucket, volume: bucket, backup, outside });
    }
  }
}
