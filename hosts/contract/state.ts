import type { BackupClaim } from '../../constructs/facts/claim.ts';
import type { Inventory } from '../../constructs/inventory.ts';
import { textfileFolder } from '../../constructs/services/monitoring/metrics/machine-ports.ts';
import type { Machine, Platform } from '../../platform/types.ts';
import type { CheckoutContract, FolderContract, StateContract } from '../../synth/model/machine-contract.ts';

/** What kubelet wants of a kernel under `protect-kernel-defaults`: it does not start with less. @see https://docs.k3s.io/security/hardening-guide */
const kubeletDefaults = {
  'vm.overcommit_memory': 1,
  'vm.panic_on_oom': 0,
  'kernel.panic': 10,
  'kernel.panic_on_oops': 1,
  'kernel.keys.root_maxkeys': 1_000_000,
  'kernel.keys.root_maxbytes': 25_000_000,
} as const;

/** Kernel settings of a machine: kubelet's own, and what services need; where two name one, the larger holds. */
export function sysctls({ hostSysctls }: Inventory, machine: Machine): Readonly<Record<string, number>> {
  const settings = new Map<string, number>(Object.entries(kubeletDefaults));
  for (const { key, minimum } of hostSysctls.filter((setting) => setting.machine === machine)) {
    settings.set(key, Math.max(minimum, settings.get(key) ?? minimum));
  }
  return Object.fromEntries([...settings].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Folders that pods find on the machine: where the textfile collector reads, on each. */
export const folders: readonly FolderContract[] = [{ path: textfileFolder, mode: '0755' }];

export function checkouts({ hostCheckouts }: Inventory, machine: Machine): readonly CheckoutContract[] {
  return hostCheckouts
    .filter((checkout) => checkout.machine === machine)
    .map(({ repository, commit, path }) => ({ repository, commit, path }));
}

/** What Debian has to bring for the volumes. @see https://longhorn.io/docs/ */
export const packages = ({ storage }: Platform): readonly string[] => (storage === 'longhorn' ? ['open-iscsi'] : []);

/** All state that a machine has to look after, saved or not. */
export function state({ backups }: Inventory, machine: Machine, storage: string): readonly StateContract[] {
  return backups
    .filter((claim) => claim.machine === machine)
    .map((claim) => ({
      namespace: claim.namespace,
      volume: claim.volume,
      ...place(claim, storage),
      tier: typeof claim.backup === 'string' ? claim.backup : 'none',
      ...dump(claim),
      ...(claim.freshFile !== undefined && { fresh: claim.freshFile }),
    }));
}

/** local-path makes `<volume's id>_<namespace>_<claim>` below its folder. */
function place({ outside, namespace, volume }: BackupClaim, storage: string): Pick<StateContract, 'runtime' | 'paths'> {
  switch (outside?.kind) {
    case 'machine':
      return { runtime: 'machine', paths: outside.paths };
    case 'bucket':
      return { runtime: 'bucket', paths: [outside.bucket] };
    case undefined:
      return { runtime: 'k3s', paths: [`${storage}/*_${namespace}_${volume}`] };
  }
}

function dump({ outside, dump: inPod }: BackupClaim): Pick<StateContract, 'dump'> {
  if (outside?.kind === 'machine' && outside.dump !== undefined)
    return { dump: { command: ['sh', '-c', outside.dump] } };
  return inPod ? { dump: { pod: inPod.pod, command: inPod.command } } : {};
}
