import type { Construct } from 'constructs';
import { VaultJob } from './job.ts';
import snapshotScript from './snapshot.sh';

/**
 * Every night, before the backup, what Vault holds as one consistent file: raft's own files are written to all the time, and a
 * copy of them may open as nothing. As useless to a thief as they are: what is in it stays encrypted by the unseal keys. The last
 * whole one stays until the next is whole.
 *
 * @see https://developer.hashicorp.com/vault/docs/commands/operator/raft#snapshot
 */
export class VaultSnapshot extends VaultJob {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.job({
      schedule: '10 2 * * *',
      deadlineSeconds: 600,
      script: snapshotScript,
      rules: [{ path: 'sys/storage/raft/snapshot', capabilities: ['read'] }],
      volumes: { '/snapshots': this.volume('data', { size: '1Gi', backup: 'daily', freshFile: 'vault.snap' }) },
      resources: { cpu: '20m', memory: '48Mi', memoryLimit: '128Mi' },
    });
  }
}
