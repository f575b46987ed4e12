import type { Platform } from '../../../../platform/types.ts';
import { type BackupClaim, bytes, type Inventory } from '../../../index.ts';
import { type Matchers, series } from '../metrics/promql.ts';
import { type Alert, type Fact, orAbsent, type RuleGroup } from './alert.ts';

/** Each state has its fill alert, and each state that is saved the alert of its tier. */
export function stateAlerts(platform: Platform, { backups }: Inventory): readonly RuleGroup[] {
  return [
    { name: 'facts', rules: backups.flatMap((claim) => facts(platform, claim)) },
    { name: 'backups', rules: backups.flatMap((claim) => [...late(platform, claim), ...stale(platform, claim)]) },
    { name: 'volumes', rules: backups.flatMap((claim) => filling(platform, claim)) },
  ];
}

const labelsOf = ({ namespace, volume }: BackupClaim) => ({ namespace, volume });

function facts({ backups }: Platform, claim: BackupClaim): readonly Fact[] {
  const labels = { ...labelsOf(claim), machine: claim.machine.name };
  const size = claim.size ? [{ record: 'uyoop:volume_size_bytes', expr: `vector(${bytes(claim.size)})`, labels }] : [];
  if (typeof claim.backup !== 'string') return size;
  const seconds = backups[claim.backup].maximumAgeHours * 3600;
  const age = {
    record: 'uyoop:backup_maximum_age_seconds',
    expr: `vector(${seconds})`,
    labels: { ...labels, tier: claim.backup },
  };
  return [...size, age];
}

function late({ backups }: Platform, claim: BackupClaim): readonly Alert[] {
  if (typeof claim.backup !== 'string') return [];
  const { maximumAgeHours } = backups[claim.backup];
  const last = series('uyoop_backup_last_success_timestamp_seconds', labelsOf(claim));
  return [
    {
      name: 'BackupLate',
      expr: orAbsent(`time() - max by (namespace, volume) (${last}) > ${maximumAgeHours * 3600}`, last),
      for: '30m',
      severity: 'critical',
      summary: `${claim.volume} (${claim.namespace}) has no backup younger than ${maximumAgeHours} hours, which its tier '${claim.backup}' promises.`,
      action: `On ${claim.machine.name}, read the journal of the backup unit, then start it by hand; see docs/decisions/0017.`,
      labels: { ...labelsOf(claim), machine: claim.machine.name, tier: claim.backup },
    },
  ];
}

/** A job that fails leaves what it made before, and the backup saves that and is on time. */
function stale({ backups }: Platform, claim: BackupClaim): readonly Alert[] {
  if (typeof claim.backup !== 'string' || claim.freshFile === undefined) return [];
  const { maximumAgeHours } = backups[claim.backup];
  const made = series('uyoop_backup_content_timestamp_seconds', labelsOf(claim));
  return [
    {
      name: 'BackupStale',
      expr: orAbsent(`time() - max by (namespace, volume) (${made}) > ${maximumAgeHours * 3600}`, made),
      for: '30m',
      severity: 'critical',
      summary: `${claim.freshFile} of ${claim.volume} (${claim.namespace}), as it was last saved, is older than ${maximumAgeHours} hours.`,
      action: `The backup runs, and saves what is old: kubectl -n ${claim.namespace} get jobs, and the log of the one that makes it.`,
      labels: { ...labelsOf(claim), machine: claim.machine.name, tier: claim.backup },
    },
  ];
}

/**
 * Local-path gives every volume the whole disk, so that kubelet_volume_stats_* tell the disk's fill and not the volume's:
 * there the host layer measures. Longhorn's volumes have an end of their own, which kubelet sees.
 */
function filling({ storage }: Platform, claim: BackupClaim): readonly Alert[] {
  if (claim.size === undefined) return [];
  const labels = labelsOf(claim);
  const kubelet: Matchers = { namespace: claim.namespace, persistentvolumeclaim: claim.volume };
  const used =
    storage === 'longhorn' && claim.outside === undefined
      ? series('kubelet_volume_stats_used_bytes', kubelet)
      : series('uyoop_volume_used_bytes', labels);
  return [
    {
      name: 'VolumeNearlyFull',
      expr: orAbsent(`max by (namespace, volume) (${used}) > ${Math.floor(bytes(claim.size) * 0.85)}`, used),
      for: '1h',
      severity: 'warning',
      summary: `${claim.volume} (${claim.namespace}) holds more than 85 % of its ${claim.size}, or nobody measures it.`,
      action: `Clean it up, or raise its size in the model${grow(storage, claim)}: synth refuses it when the disk of ${claim.machine.name} has no room.`,
      labels: { ...labels, machine: claim.machine.name },
    },
  ];
}

/** What makes a volume larger, beside the model. Claims are written once. */
function grow(storage: Platform['storage'], { namespace, volume }: BackupClaim): string {
  if (storage === 'local-path') return ' (nothing moves on the disk, which has no other limit)';
  return `, then by hand (kubectl -n ${namespace} edit pvc ${volume}; see docs/volumes.md)`;
}
