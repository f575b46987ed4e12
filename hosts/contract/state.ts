import type { Inventory } from '../../constructs/inventory.ts';
import { textfileFolder } from '../../constructs/services/monitoring/metrics/machine-ports.ts';
import type { Machine } from '../../platform/types.ts';
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

/** All state of a machine that the cluster keeps, saved or not: local-path makes `<volume's id>_<namespace>_<claim>`. */
export function state({ backups }: Inventory, machine: Machine, storage: string): readonly StateContract[] {
  return backups
    .filter((claim) => claim.machine === machine)
    .map(({ namespace, volume, backup, dump }) => ({
      namespace,
      volume,
      path: `${storage}/*_${namespace}_${volume}`,
      tier: typeof backup === 'string' ? backup : 'none',
      ...(dump && { dump }),
    }));
}
